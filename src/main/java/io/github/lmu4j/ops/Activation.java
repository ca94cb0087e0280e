package io.github.lmu4j.ops;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The functions that Keras 2 and 3 know by name, with Keras' default arguments.
 *
 * <p>All work element by element, but {@link #SOFTMAX}, {@link #LOG_SOFTMAX}, {@link #SPARSEMAX}
 * and {@link #GLU}, which work along the last axis. All have gradients in float32 and float64.
 */
public enum Activation {
  /** x. */
  LINEAR(ActivationFormulas::linear),
  /** max(x, 0). */
  RELU(ActivationFormulas::relu),
  /** min(max(x, 0), 6). */
  RELU6(ActivationFormulas::relu6),
  /** x, or 0.2 x below zero. */
  LEAKY_RELU(ActivationFormulas::leakyRelu),
  /** x, or exp(x) - 1 below zero. */
  ELU(ActivationFormulas::elu),
  /** The same as {@link #ELU}: both differ for other arguments than the default. */
  CELU(ActivationFormulas::elu),
  /** 1.0507 x, or 1.0507 * 1.6733 (exp(x) - 1) below zero. */
  SELU(ActivationFormulas::selu),
  /** x Phi(x), Phi being the normal distribution's cumulative function. */
  GELU(ActivationFormulas::gelu),
  /** x sigmoid(x). */
  SILU(ActivationFormulas::silu),
  /** x relu6(x + 3) / 6. */
  HARD_SILU(ActivationFormulas::hardSilu),
  /** x tanh(softplus(x)). */
  MISH(ActivationFormulas::mish),
  /** log(1 + exp(x)). */
  SOFTPLUS(ActivationFormulas::softplus),
  /** (x + sqrt(x^2 + 4)) / 2. */
  SQUAREPLUS(ActivationFormulas::squareplus),
  /** 0 below -1, x above 1, (x + 1)^2 / 4 between. */
  SPARSE_PLUS(ActivationFormulas::sparsePlus),
  /** exp(x). */
  EXPONENTIAL(ActivationFormulas::exponential),
  /** tanh(x). */
  TANH(ActivationFormulas::tanh),
  /** min(max(x, -1), 1). */
  HARD_TANH(ActivationFormulas::hardTanh),
  /** x / (1 + |x|). */
  SOFTSIGN(ActivationFormulas::softsign),
  /** 1 / (1 + exp(-x)). */
  SIGMOID(ActivationFormulas::sigmoid),
  /** -log(1 + exp(-x)). */
  LOG_SIGMOID(ActivationFormulas::logSigmoid),
  /** What Keras 3 calls {@code hard_sigmoid}: relu6(x + 3) / 6. */
  HARD_SIGMOID(ActivationFormulas::hardSigmoid),
  /** What Keras 2 calls {@code hard_sigmoid}: min(max(0.2 x + 0.5, 0), 1). */
  HARD_SIGMOID_KERAS2(ActivationFormulas::hardSigmoidKeras2),
  /** min(max((x + 1) / 2, 0), 1). */
  SPARSE_SIGMOID(ActivationFormulas::sparseSigmoid),
  /** x - tanh(x). */
  TANH_SHRINK(ActivationFormulas::tanhShrink),
  /** x, or 0 from -0.5 to 0.5. */
  HARD_SHRINK(ActivationFormulas::hardShrink),
  /** x moved by 0.5 towards zero, and 0 from -0.5 to 0.5. */
  SOFT_SHRINK(ActivationFormulas::softShrink),
  /** exp(x) over the sum of exp(x). */
  SOFTMAX(ActivationFormulas::softmax),
  /** The logarithm of {@link #SOFTMAX}. */
  LOG_SOFTMAX(ActivationFormulas::logSoftmax),
  /**
   * The nearest point to x whose entries are not negative and sum to 1.
   *
   * @see <a href="https://arxiv.org/abs/1602.02068">Martins, Astudillo 2016</a>
   */
  SPARSEMAX(ActivationFormulas::sparsemax),
  /**
   * What Keras 3 calls {@code sparsemax}: max(x - t, 0), where t adds up the cumulative sums of the
   * greatest entries instead of taking the last of them, so that the result does not sum to 1. Its
   * gradients are those of this formula.
   */
  SPARSEMAX_KERAS3(ActivationFormulas::sparsemaxKeras3),
  /** The first half of x times the sigmoid of the second: half as long as x. */
  GLU(ActivationFormulas::glu) {
    @Override
    public int outputSize(int inputSize) {
      if (inputSize % 2 != 0) {
        throw new IllegalArgumentException(
            "glu needs an even number of inputs (got %d)".formatted(inputSize));
      }
      return inputSize / 2;
    }
  };

  private static final Map<String, Activation> BY_NAME = new TreeMap<>();

  static {
    Arrays.stream(values())
        .filter(activation -> activation != HARD_SIGMOID_KERAS2 && activation != SPARSEMAX)
        .forEach(activation -> BY_NAME.put(activation.kerasName(), activation));
    BY_NAME.put("swish", SILU);
    BY_NAME.put("hard_swish", HARD_SILU);
  }

  // A reference to a static method, which holds nothing that could change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Formula formula;

  Activation(Formula formula) {
    this.formula = formula;
  }

  private interface Formula {
    <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x);
  }

  /**
   * Applies the function.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param x any shape
   * @return the shape of x, but for {@link #GLU}
   */
  public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
    return formula.apply(tf, x);
  }

  /**
   * The size of the output's last axis.
   *
   * @param inputSize size of the input's last axis
   * @return the same, but for {@link #GLU}
   * @throws IllegalArgumentException if the function does not take such inputs
   */
  public int outputSize(int inputSize) {
    return inputSize;
  }

  /**
   * The name in Keras configurations.
   *
   * @return lower case, words joined by underscores
   */
  public String kerasName() {
    return switch (this) {
      case HARD_SIGMOID_KERAS2 -> "hard_sigmoid";
      case SPARSEMAX_KERAS3 -> "sparsemax";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }

  /**
   * Finds a function by the name that Keras 3 gives it.
   *
   * @param name such as {@code relu}
   * @return the function
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Activation of(String name) {
    Activation found = BY_NAME.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "activation must be one of %s (got %s)".formatted(BY_NAME.keySet(), name));
    }
    return found;
  }

  /**
   * Finds a function by the name that Keras 2 gives it. Of the names that both know, only {@code
   * hard_sigmoid} stands for another function.
   *
   * @param name such as {@code relu}
   * @return the function
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Activation ofKeras2(String name) {
    return name.equals("hard_sigmoid") ? HARD_SIGMOID_KERAS2 : of(name);
  }
}
