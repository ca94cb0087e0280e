/**
 * Training: the trainer with its session, data in batches, callbacks, checkpoints.
 *
 * <p>May use everything up to {@code io}. Optimizers and objectives lie in packages of their own,
 * which do not know the trainer and may be used on any graph.
 */
@NullMarked
package io.github.lmu4j.train;

import org.jspecify.annotations.NullMarked;
