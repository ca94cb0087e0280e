/**
 * Optimizers with Keras' formulas and defaults, as tensorflow-framework optimizers whose operations
 * are fully ordered; learning-rate schedules; gradient clipping.
 *
 * <p>May use {@code ops} and {@code weights}. Usable on any graph, also without a trainer.
 */
@NullMarked
package io.github.lmu4j.train.optimizers;

import org.jspecify.annotations.NullMarked;
