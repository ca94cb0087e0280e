/**
 * What is computed on whole inputs, as immutable records of their Keras configuration.
 *
 * <p>May use {@code math}, {@code ops}, {@code weights}, {@code cells}.
 */
@NullMarked
package io.github.lmu4j.layers;

import org.jspecify.annotations.NullMarked;
