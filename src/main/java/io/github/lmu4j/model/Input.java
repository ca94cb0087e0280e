package io.github.lmu4j.model;

import org.tensorflow.ndarray.Shape;

/**
 * An input of a model.
 *
 * @param name name, unique in the model
 * @param shape shape of one example, with -1 where a size is not fixed
 */
public record Input(String name, Shape shape) {

  /**
   * The shape of a batch.
   *
   * @return the example's shape behind an unknown batch size
   */
  Shape batchShape() {
    return shape.prepend(Shape.UNKNOWN_SIZE);
  }
}
