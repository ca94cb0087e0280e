package io.github.lmu4j.weights;

import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * Random values whose variance is {@code scale / n}, where n is the number of inputs of the weight,
 * of its outputs, or the mean of both.
 *
 * @param scale factor of the variance, positive
 * @param mode what n is
 * @param distribution how values are drawn
 */
public record VarianceScaling(double scale, Mode mode, Distribution distribution)
    implements Initializer {

  /** What the variance is divided by. */
  public enum Mode {
    /** The number of inputs. */
    FAN_IN,
    /** The number of outputs. */
    FAN_OUT,
    /** The mean of both. */
    FAN_AVG
  }

  /** How values are drawn. */
  public enum Distribution {
    /** Uniform over a symmetric interval. */
    UNIFORM,
    /** Normal, drawn again beyond two standard deviations, of the variance asked for. */
    TRUNCATED_NORMAL,
    /** Normal. */
    UNTRUNCATED_NORMAL
  }

  /** Standard deviation of the standard normal distribution cut at two. */
  private static final double TRUNCATED_DEVIATION = 0.8796256610342398;

  /** Checks the scale. */
  public VarianceScaling {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("scale must be positive (got %s)".formatted(scale));
    }
  }

  /**
   * Keras' {@code glorot_uniform}.
   *
   * @return scale 1, mean of inputs and outputs, uniform
   */
  public static VarianceScaling glorotUniform() {
    return new VarianceScaling(1, Mode.FAN_AVG, Distribution.UNIFORM);
  }

  /**
   * Keras' {@code glorot_normal}.
   *
   * @return scale 1, mean of inputs and outputs, truncated normal
   */
  public static VarianceScaling glorotNormal() {
    return new VarianceScaling(1, Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL);
  }

  /**
   * Keras' {@code he_uniform}.
   *
   * @return scale 2, inputs, uniform
   */
  public static VarianceScaling heUniform() {
    return new VarianceScaling(2, Mode.FAN_IN, Distribution.UNIFORM);
  }

  /**
   * Keras' {@code he_normal}.
   *
   * @return scale 2, inputs, truncated normal
   */
  public static VarianceScaling heNormal() {
    return new VarianceScaling(2, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  }

  /**
   * Keras' {@code lecun_uniform}.
   *
   * @return scale 1, inputs, uniform
   */
  public static VarianceScaling lecunUniform() {
    return new VarianceScaling(1, Mode.FAN_IN, Distribution.UNIFORM);
  }

  /**
   * Keras' {@code lecun_normal}.
   *
   * @return scale 1, inputs, truncated normal
   */
  public static VarianceScaling lecunNormal() {
    return new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  }

  @Override
  public double[] values(Shape shape, Random random) {
    double variance = scale / Math.max(1, fan(shape));
    double[] values = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = draw(variance, random);
    }
    return values;
  }

  private double draw(double variance, Random random) {
    return switch (distribution) {
      case UNIFORM -> Math.sqrt(3 * variance) * (2 * random.nextDouble() - 1);
      case UNTRUNCATED_NORMAL -> Math.sqrt(variance) * random.nextGaussian();
      case TRUNCATED_NORMAL ->
          Math.sqrt(variance) / TRUNCATED_DEVIATION * TruncatedNormal.standard(random);
    };
  }

  private double fan(Shape shape) {
    int rank = shape.numDimensions();
    double receptiveField = 1;
    for (int i = 0; i < rank - 2; i++) {
      receptiveField *= shape.get(i);
    }
    double in = rank == 0 ? 1 : rank == 1 ? shape.get(0) : shape.get(-2) * receptiveField;
    double out = rank == 0 ? 1 : rank == 1 ? shape.get(0) : shape.get(-1) * receptiveField;
    return switch (mode) {
      case FAN_IN -> in;
      case FAN_OUT -> out;
      case FAN_AVG -> (in + out) / 2;
    };
  }
}
