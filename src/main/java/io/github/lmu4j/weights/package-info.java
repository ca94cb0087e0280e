/**
 * Values and variables: arrays, the ordered map from Keras path to array that every file format
 * reads and writes, and the variables of one graph with their initializers, regularizers and
 * constraints.
 *
 * <p>May use {@code math} and {@code ops}.
 */
@NullMarked
package io.github.lmu4j.weights;

import org.jspecify.annotations.NullMarked;
