/**
 * What training makes small, and what it is judged by: losses and metrics with Keras' names,
 * formulas and defaults.
 *
 * <p>May use {@code ops} and {@code weights}.
 */
@NullMarked
package io.github.lmu4j.train.objectives;

import org.jspecify.annotations.NullMarked;
