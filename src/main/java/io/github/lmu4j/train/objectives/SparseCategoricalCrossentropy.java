package io.github.lmu4j.train.objectives;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * Cross-entropy of class numbers: {@code -log p_target}, with p the prediction or its softmax.
 *
 * @param fromLogits whether predictions are logits rather than probabilities
 * @param ignoreClass a class number whose samples count nothing
 */
public record SparseCategoricalCrossentropy(boolean fromLogits, OptionalInt ignoreClass)
    implements Loss {

  /**
   * Every class counts.
   *
   * @param fromLogits whether predictions are logits rather than probabilities
   */
  public SparseCategoricalCrossentropy(boolean fromLogits) {
    this(fromLogits, OptionalInt.empty());
  }

  @Override
  public Map<String, Object> kerasArguments() {
    Map<String, Object> arguments = new TreeMap<>();
    if (fromLogits) {
      arguments.put("from_logits", true);
    }
    ignoreClass.ifPresent(ignored -> arguments.put("ignore_class", ignored));
    return arguments;
  }

  @Override
  public Optional<Loss> onLogits() {
    return Optional.of(new SparseCategoricalCrossentropy(true, ignoreClass));
  }

  @Override
  public String kerasName() {
    return "sparse_categorical_crossentropy";
  }

  @Override
  public boolean isSparse() {
    return true;
  }

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    Operand<TInt32> classes = tf.dtypes.cast(target, TInt32.class);
    Optional<Operand<TBool>> counted = counted(tf, target);
    if (counted.isEmpty()) {
      return SoftmaxCrossentropy.sparse(tf, classes, logits(tf, prediction));
    }
    // The kernel refuses numbers that are no class, such as -1.
    Operand<TInt32> valid = tf.select(counted.get(), classes, tf.zerosLike(classes));
    Operand<T> values = SoftmaxCrossentropy.sparse(tf, valid, logits(tf, prediction));
    return tf.select(counted.get(), values, tf.zerosLike(values));
  }

  @Override
  public Optional<Operand<TBool>> counted(Ops tf, Operand<? extends TNumber> target) {
    return ignoreClass.isEmpty()
        ? Optional.empty()
        : Optional.of(
            tf.math.notEqual(
                tf.dtypes.cast(target, TInt32.class), tf.constant(ignoreClass.getAsInt())));
  }

  private <T extends TFloating> Operand<T> logits(Ops tf, Operand<T> prediction) {
    Logits<T> logits = Logits.of(prediction, fromLogits, "Softmax");
    return logits.found() ? logits.operand() : tf.math.log(Probabilities.clip(tf, prediction));
  }
}
