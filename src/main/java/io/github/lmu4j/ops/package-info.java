/**
 * Differentiable building blocks on TensorFlow operations: custom gradients, loops, Fourier
 * transforms, linear memory filters.
 *
 * <p>May use {@code math}. Nothing here owns a session.
 */
@NullMarked
package io.github.lmu4j.ops;

import org.jspecify.annotations.NullMarked;
