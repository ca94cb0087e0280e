package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Signal;
import org.tensorflow.types.family.TFloating;

/**
 * A value inside a model that runs along a stream, at one step.
 *
 * @param <T> dtype
 * @param signal the step's value: of a sequence (streams, 1, ...), otherwise what the value would
 *     be if the sequence ended here
 * @param isSequence whether the value is a sequence, of which this is one step
 */
public record StreamValue<T extends TFloating>(Signal<T> signal, boolean isSequence) {

  /**
   * One step of a sequence.
   *
   * @param <T> dtype
   * @param signal shape (streams, 1, ...)
   * @return the value
   */
  public static <T extends TFloating> StreamValue<T> ofSequence(Signal<T> signal) {
    return new StreamValue<>(signal, true);
  }

  /**
   * What a value would be if the sequence ended with this step.
   *
   * @param <T> dtype
   * @param signal shape (streams, ...)
   * @return the value
   */
  public static <T extends TFloating> StreamValue<T> soFar(Signal<T> signal) {
    return new StreamValue<>(signal, false);
  }
}
