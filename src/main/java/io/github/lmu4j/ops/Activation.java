package io.github.lmu4j.ops;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The element-wise (and, for the softmaxes, last-axis) functions that Keras knows by name. */
public enum Activation {
  /** x. */
  LINEAR {
    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
      return x;
    }
  },
  /** max(x, 0). */
  RELU {
    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
      return tf.nn.relu(x);
    }
  },
  /** tanh(x). */
  TANH {
    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
      return tf.math.tanh(x);
    }
  },
  /** 1 / (1 + exp(-x)). */
  SIGMOID {
    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
      return tf.math.sigmoid(x);
    }
  };

  private static final Map<String, Activation> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Activation::kerasName, a -> a));

  /**
   * Applies the function.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param x any shape
   * @return the shape of x
   */
  public abstract <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x);

  /**
   * The name in Keras configurations.
   *
   * @return lower case, words joined by underscores
   */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a function by the name that Keras gives it.
   *
   * @param name such as {@code relu}
   * @return the function
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Activation of(String name) {
    Activation found = BY_NAME.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "activation must be one of %s (got %s)"
              .formatted(BY_NAME.keySet().stream().sorted().toList(), name));
    }
    return found;
  }
}
