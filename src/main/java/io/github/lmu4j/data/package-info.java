/**
 * The data of the examples and benchmarks: MNIST and its permuted sequences, the Mackey-Glass
 * series, band-limited noise, and NumPy's legacy random numbers to draw them the same way as the
 * Python peers.
 *
 * <p>Uses the JDK only.
 */
@NullMarked
package io.github.lmu4j.data;

import org.jspecify.annotations.NullMarked;
