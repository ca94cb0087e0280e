package io.github.lmu4j.ops;

/** How exactly the matrices of a linear memory are computed. */
public enum Precision {

  /** In double precision, rounded to the dtype of the graph at the end. */
  EXACT,

  /**
   * As Keras-LMU computes them, with its rounding errors: the matrix exponential and the impulse
   * response in the dtype of the layer, by the same operations in the same order.
   *
   * <p>In float32, at order 256 and a window of 784 steps, the impulse response is up to 3.6e-5
   * away from the exact one, 0.07 % of its largest value, and so are the outputs of a model. A
   * model that was trained in Keras has learned with these numbers.
   */
  KERAS
}
