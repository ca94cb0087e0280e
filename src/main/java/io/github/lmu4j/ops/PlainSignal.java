package io.github.lmu4j.ops;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/** A value that exists. */
record PlainSignal<T extends TFloating>(Operand<T> value, Optional<Operand<TBool>> mask)
    implements Signal<T> {

  @Override
  public Operand<T> value(Ops tf) {
    return value;
  }

  @Override
  public Operand<T> times(Ops tf, Operand<T> matrix) {
    return Contraction.lastAxis(tf, value, matrix);
  }

  @Override
  public Shape shape() {
    return value.shape();
  }
}
