package io.github.lmu4j.weights;

import io.github.lmu4j.weights.VarianceScaling.Distribution;
import io.github.lmu4j.weights.VarianceScaling.Mode;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * Makes the first value of a weight.
 *
 * <p>Values are made in Java, in double precision, and rounded to the weight's dtype, so that a
 * seed gives the same weights on every machine.
 */
@FunctionalInterface
public interface Initializer {

  /**
   * Makes the values.
   *
   * @param shape shape of the weight
   * @param random source of randomness, seeded by the weight's path
   * @return values in row-major order, as many as the shape has elements
   * @throws IllegalArgumentException if the initializer does not fit the shape
   */
  double[] values(Shape shape, Random random);

  /**
   * Finds an initializer with Keras' default arguments.
   *
   * @param name Keras' name of the function or of the class, such as {@code glorot_uniform} or
   *     {@code GlorotUniform}
   * @return the initializer
   * @throws IllegalArgumentException if there is none of that name
   */
  static Initializer of(String name) {
    return switch (KerasName.of(name)) {
      case "zeros", "zero" -> new Zeros();
      case "ones", "one" -> new Ones();
      case "constant" -> new Constant(0);
      case "randomuniform", "uniform" -> new RandomUniform(-0.05, 0.05);
      case "randomnormal", "normal" -> new RandomNormal(0, 0.05);
      case "truncatednormal" -> new TruncatedNormal(0, 0.05);
      case "variancescaling" -> new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
      case "glorotuniform" -> VarianceScaling.glorotUniform();
      case "glorotnormal" -> VarianceScaling.glorotNormal();
      case "heuniform" -> VarianceScaling.heUniform();
      case "henormal" -> VarianceScaling.heNormal();
      case "lecununiform" -> VarianceScaling.lecunUniform();
      case "lecunnormal" -> VarianceScaling.lecunNormal();
      case "orthogonal", "orthogonalinitializer" -> new Orthogonal(1);
      case "identity", "identityinitializer" -> new Identity(1);
      default ->
          throw new IllegalArgumentException(
              "initializer must be one that Keras knows, such as glorot_uniform or zeros (got %s)"
                  .formatted(name));
    };
  }

  /**
   * The same initializer with a seed of its own, so that it gives the same values to every weight
   * of one shape.
   *
   * @param seed the seed
   * @return an initializer that does not look at the weight's seed
   */
  default Initializer seeded(long seed) {
    return new Seeded(this, seed);
  }
}
