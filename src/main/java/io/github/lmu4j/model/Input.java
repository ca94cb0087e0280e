package io.github.lmu4j.model;

import org.tensorflow.ndarray.Shape;

/**
 * An input of a model.
 *
 * @param name name, unique in the model
 * @param shape shape of one example, with -1 where a size is not fixed
 * @param batchSize number of examples, which layers that keep their states want to know; -1 if it
 *     is not fixed
 */
public record Input(String name, Shape shape, long batchSize) {

  /**
   * An input for any number of examples.
   *
   * @param name name, unique in the model
   * @param shape shape of one example, with -1 where a size is not fixed
   */
  public Input(String name, Shape shape) {
    this(name, shape, Shape.UNKNOWN_SIZE);
  }

  /**
   * The shape of a batch.
   *
   * @return the example's shape behind the batch size
   */
  Shape batchShape() {
    return shape.prepend(batchSize);
  }
}
