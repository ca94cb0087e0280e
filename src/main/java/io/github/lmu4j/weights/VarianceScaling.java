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
   * Keras' {@code glorot_uniform}, also known as Xavier's.
   *
   * @return scale 1, mean of inputs and outputs, uniform
   */
  public static VarianceScaling glorotUniform() {
    return new VarianceScaling(1, Mode.FAN_AVG, Distribution.UNIFORM);
  }

  /**
   * Keras' {@code lecun_uniform}.
   *
   * @return scale 1, inputs, uniform
   */
  public static VarianceScaling lecunUniform() {
    return new VarianceScaling(1, Mode.FAN_IN, Distribution.UNIFORM);
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
          Math.sqrt(variance) / TRUNCATED_DEVIATION * RandomNormal.truncated(random);
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
