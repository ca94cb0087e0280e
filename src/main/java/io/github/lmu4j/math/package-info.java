/**
 * The mathematics of Legendre Memory Units in double precision: state space, discretization, matrix
 * exponential, impulse response, delay decoder.
 *
 * <p>Uses the JDK only.
 */
@NullMarked
package io.github.lmu4j.math;

import org.jspecify.annotations.NullMarked;
