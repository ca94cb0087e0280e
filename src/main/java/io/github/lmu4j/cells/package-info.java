/**
 * What is computed in one time step, as immutable records of their Keras configuration.
 *
 * <p>A cell never loops: its caller does. May use {@code math}, {@code ops}, {@code weights}.
 */
@NullMarked
package io.github.lmu4j.cells;

import org.jspecify.annotations.NullMarked;
