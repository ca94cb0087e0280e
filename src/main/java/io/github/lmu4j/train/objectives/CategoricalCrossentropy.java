package io.github.lmu4j.train.objectives;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * Cross-entropy of distributions over classes: {@code -sum_i target_i log p_i}, with p the
 * prediction or its softmax.
 *
 * @param fromLogits whether predictions are logits rather than probabilities
 * @param labelSmoothing share of each target that is spread over all classes, in [0, 1]
 */
public record CategoricalCrossentropy(boolean fromLogits, double labelSmoothing) implements Loss {

  /** Checks the share. */
  public CategoricalCrossentropy {
    LabelSmoothing.requireShare(labelSmoothing);
  }

  @Override
  public Map<String, Object> kerasArguments() {
    Map<String, Object> arguments = new TreeMap<>();
    if (fromLogits) {
      arguments.put("from_logits", true);
    }
    if (labelSmoothing != 0) {
      arguments.put("label_smoothing", labelSmoothing);
    }
    return arguments;
  }

  @Override
  public Optional<Loss> onLogits() {
    return Optional.of(new CategoricalCrossentropy(true, labelSmoothing));
  }

  @Override
  public String kerasName() {
    return "categorical_crossentropy";
  }

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    Operand<T> given = tf.dtypes.cast(target, prediction.type());
    Operand<T> smooth = LabelSmoothing.apply(tf, given, labelSmoothing, prediction.shape().get(-1));
    Logits<T> logits = Logits.of(prediction, fromLogits, "Softmax");
    if (logits.found()) {
      return SoftmaxCrossentropy.dense(tf, smooth, logits.operand());
    }
    Operand<T> total = tf.sum(prediction, tf.constant(-1), Sum.keepDims(true));
    Operand<T> probabilities = Probabilities.clip(tf, tf.math.div(prediction, total));
    return tf.math.neg(tf.sum(tf.math.mul(smooth, tf.math.log(probabilities)), tf.constant(-1)));
  }
}
