/**
 * Callbacks by the names and defaults of Keras: early stopping, saving, learning rates that fall on
 * plateaus, logs for spreadsheets and TensorBoard.
 */
@NullMarked
package io.github.lmu4j.train.callbacks;

import org.jspecify.annotations.NullMarked;
