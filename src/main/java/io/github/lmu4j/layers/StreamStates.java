package io.github.lmu4j.layers;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * What layers keep from one step of a stream to the next, by name. A layer asks for each state once
 * a step, and says once what becomes of it.
 *
 * @param <T> dtype
 */
public interface StreamStates<T extends TFloating> {

  /**
   * A state before this step; zeros before the first.
   *
   * @param name name, unique in the layer
   * @param shape shape of one stream's state
   * @return shape (streams, ...)
   */
  Operand<T> before(String name, Shape shape);

  /**
   * Keeps a state for the next step.
   *
   * @param name name under which it was asked for
   * @param value shape (streams, ...)
   */
  void after(String name, Operand<T> value);

  /**
   * The states of a layer inside.
   *
   * @param name name of the layer, unique in the layer around it
   * @return states whose names begin with it
   */
  StreamStates<T> child(String name);
}
