package io.github.lmu4j.weights;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** No value below zero. */
public record NonNeg() implements Constraint {

  @Override
  public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
    return tf.math.maximum(weight, tf.zerosLike(weight));
  }
}
