package io.github.lmu4j.train.optimizers;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** What bounds gradients before they are used. */
public sealed interface Clipping {

  /** Gradients as they are. */
  Clipping NONE = new None();

  /**
   * Bounds gradients.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param gradients one gradient a weight
   * @return as many gradients of the same shapes
   */
  <T extends TFloating> List<Operand<T>> apply(Ops tf, List<Operand<T>> gradients);

  /**
   * What Keras' optimizers are told for it.
   *
   * @return the bound by Keras' name of the argument
   */
  Map<String, Object> kerasArguments();

  /** Gradients as they are. */
  record None() implements Clipping {
    @Override
    public Map<String, Object> kerasArguments() {
      return Map.of();
    }

    @Override
    public <T extends TFloating> List<Operand<T>> apply(Ops tf, List<Operand<T>> gradients) {
      return gradients;
    }
  }

  /**
   * Every element lies in [-bound, bound].
   *
   * @param bound positive
   */
  record ByValue(double bound) implements Clipping {
    /** Checks the bound. */
    public ByValue {
      Rules.requirePositive("clipvalue", bound);
    }

    @Override
    public Map<String, Object> kerasArguments() {
      return Map.of("clipvalue", bound);
    }

    @Override
    public <T extends TFloating> List<Operand<T>> apply(Ops tf, List<Operand<T>> gradients) {
      return gradients.stream()
          .map(
              gradient ->
                  (Operand<T>)
                      tf.clipByValue(
                          gradient,
                          tf.constantOfSameType(gradient, -bound),
                          tf.constantOfSameType(gradient, bound)))
          .toList();
    }
  }

  /**
   * The Euclidean norm of each weight's gradient is at most the bound.
   *
   * @param bound positive
   */
  record ByNorm(double bound) implements Clipping {
    /** Checks the bound. */
    public ByNorm {
      Rules.requirePositive("clipnorm", bound);
    }

    @Override
    public Map<String, Object> kerasArguments() {
      return Map.of("clipnorm", bound);
    }

    @Override
    public <T extends TFloating> List<Operand<T>> apply(Ops tf, List<Operand<T>> gradients) {
      return gradients.stream()
          .map(
              gradient ->
                  (Operand<T>) tf.math.mul(gradient, scale(tf, tf.nn.l2Loss(gradient), bound)))
          .toList();
    }
  }

  /**
   * The Euclidean norm of all gradients together is at most the bound.
   *
   * @param bound positive
   */
  record ByGlobalNorm(double bound) implements Clipping {
    /** Checks the bound. */
    public ByGlobalNorm {
      Rules.requirePositive("global_clipnorm", bound);
    }

    @Override
    public Map<String, Object> kerasArguments() {
      return Map.of("global_clipnorm", bound);
    }

    @Override
    public <T extends TFloating> List<Operand<T>> apply(Ops tf, List<Operand<T>> gradients) {
      List<Operand<T>> halves =
          gradients.stream().map(gradient -> (Operand<T>) tf.nn.l2Loss(gradient)).toList();
      Operand<T> factor = scale(tf, tf.math.addN(halves), bound);
      return gradients.stream()
          .map(gradient -> (Operand<T>) tf.math.mul(gradient, factor))
          .toList();
    }
  }

  /** The factor min(1, bound / norm), of half the squared norm. */
  private static <T extends TFloating> Operand<T> scale(Ops tf, Operand<T> half, double bound) {
    Operand<T> limit = tf.constantOfSameType(half, bound);
    Operand<T> norm = tf.math.sqrt(tf.math.add(half, half));
    return tf.math.div(limit, tf.math.maximum(norm, limit));
  }
}
