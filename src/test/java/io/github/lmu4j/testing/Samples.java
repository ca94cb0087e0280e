package io.github.lmu4j.testing;

import io.github.lmu4j.train.ArrayDataset;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.weights.Array;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/** Small data sets to train on. */
public final class Samples {

  private Samples() {}

  /** Points in the plane, of class 1 outside of a circle and 0 inside. */
  public static ArrayDataset circle(int samples, long seed) {
    Random random = new Random(seed);
    float[] x = new float[2 * samples];
    int[] y = new int[samples];
    for (int i = 0; i < samples; i++) {
      x[2 * i] = (float) random.nextGaussian();
      x[2 * i + 1] = (float) random.nextGaussian();
      y[i] = Math.hypot(x[2 * i], x[2 * i + 1]) > 1.2 ? 1 : 0;
    }
    return Dataset.of(Array.of(Shape.of(samples, 2), x), Array.of(Shape.of(samples), y));
  }
}
