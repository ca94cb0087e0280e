package io.github.lmu4j.ops;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TType;

/** The type and the static shape of a function's argument. */
record Slot(Class<? extends TType> type, Shape shape) {

  static Slot of(Operand<?> operand) {
    return new Slot(operand.type(), operand.shape());
  }

  /** One time step of a sequence whose first axis is time. */
  Slot withoutTime() {
    return new Slot(type, shape.tail());
  }

  /** A sequence of this, of a length known at run time. */
  Slot withTime() {
    return new Slot(type, shape.prepend(Shape.UNKNOWN_SIZE));
  }

  Operand<?> placeholder(Ops tf) {
    return tf.placeholder(type, Placeholder.shape(shape));
  }
}
