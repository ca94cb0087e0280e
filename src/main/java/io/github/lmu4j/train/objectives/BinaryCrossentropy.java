package io.github.lmu4j.train.objectives;

import io.github.lmu4j.ops.CustomGradient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * Cross-entropy of yes and no: the mean over the last axis of {@code -target log p - (1 - target)
 * log(1 - p)}, with p the prediction or its sigmoid.
 *
 * @param fromLogits whether predictions are logits rather than probabilities
 * @param labelSmoothing share of each target that is replaced by one half, in [0, 1]
 */
public record BinaryCrossentropy(boolean fromLogits, double labelSmoothing) implements Loss {

  /** Checks the share. */
  public BinaryCrossentropy {
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
    return Optional.of(new BinaryCrossentropy(true, labelSmoothing));
  }

  @Override
  public String kerasName() {
    return "binary_crossentropy";
  }

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    Operand<T> given = tf.dtypes.cast(target, prediction.type());
    Operand<T> smooth = LabelSmoothing.apply(tf, given, labelSmoothing, 2);
    Logits<T> logits = Logits.of(prediction, fromLogits, "Sigmoid");
    Operand<T> each =
        logits.found()
            ? ofLogits(tf, smooth, logits.operand())
            : ofProbabilities(tf, smooth, Probabilities.clip(tf, prediction));
    return tf.math.mean(each, tf.constant(-1));
  }

  private static <T extends TFloating> Operand<T> ofProbabilities(
      Ops tf, Operand<T> y, Operand<T> p) {
    Operand<T> one = tf.constantOfSameType(p, 1);
    Operand<T> yes = tf.math.mul(y, tf.math.log(p));
    Operand<T> no = tf.math.mul(tf.math.sub(one, y), tf.math.log(tf.math.sub(one, p)));
    return tf.math.neg(tf.math.add(yes, no));
  }

  /**
   * {@code max(x, 0) - x y + log(1 + exp(-|x|))} neither overflows nor cancels. Its own gradient,
   * sigmoid(x) - y, also holds at 0, where the parts have none.
   */
  @SuppressWarnings("unchecked")
  private static <T extends TFloating> Operand<T> ofLogits(Ops tf, Operand<T> y, Operand<T> x) {
    Operand<T> rest = tf.math.log1p(tf.math.exp(tf.math.neg(tf.math.abs(x))));
    Operand<T> loss = tf.math.add(tf.math.sub(tf.nn.relu(x), tf.math.mul(x, y)), rest);
    return (Operand<T>)
        CustomGradient.define(
                tf,
                List.of(x, y),
                List.of(loss),
                (ops, inputs, outputs, gradients) -> {
                  Operand<T> z = (Operand<T>) inputs.get(0);
                  Operand<T> g = (Operand<T>) gradients.get(0);
                  Operand<T> byLogits =
                      ops.math.sub(ops.math.sigmoid(z), (Operand<T>) inputs.get(1));
                  return List.of(ops.math.mul(g, byLogits), ops.math.mul(g, ops.math.neg(z)));
                })
            .get(0);
  }
}
