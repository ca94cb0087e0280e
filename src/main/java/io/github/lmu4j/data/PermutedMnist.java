package io.github.lmu4j.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Permuted sequential MNIST: each image is a sequence of 784 pixels, one a step, in one random
 * order that is the same for all images.
 *
 * <p>{@code x[i][t] = pixel[i][permutation[t]]}. The standard order is NumPy's {@code
 * RandomState(0).permutation(784)}, which begins 693 85 647 392 765 14 299 711 55 31, and pixels
 * are scaled to 0 to 1.
 *
 * <pre>{@code
 * PermutedMnist data = PermutedMnist.of(Mnist.embedded());
 * float[] x = data.training().values(); // (50000, 784)
 * }</pre>
 *
 * <p>Each call of an accessor makes its sequences anew: keep what you use twice.
 *
 * @see <a href="https://arxiv.org/abs/1504.00941">Le, Jaitly, Hinton 2015, section 4.2</a>
 */
public final class PermutedMnist {

  private final Mnist mnist;
  private final int[] permutation;
  private final PixelRange range;

  private PermutedMnist(Mnist mnist, int[] permutation, PixelRange range) {
    this.mnist = mnist;
    this.permutation = permutation;
    this.range = range;
  }

  /**
   * The standard task: seed 0, pixels in 0 to 1.
   *
   * @param mnist the images
   * @return their sequences
   */
  public static PermutedMnist of(Mnist mnist) {
    return of(mnist, 0, PixelRange.UNIT);
  }

  /**
   * The task with another order or another range.
   *
   * @param mnist the images
   * @param seed of the order, 0 to 2^32 - 1
   * @param range how a pixel becomes a float
   * @return their sequences
   * @throws IllegalArgumentException if the seed is out of range
   */
  public static PermutedMnist of(Mnist mnist, long seed, PixelRange range) {
    int[] permutation = new NumpyRandomState(seed).permutation(LabelledImages.PIXELS);
    return new PermutedMnist(mnist, permutation, range);
  }

  /**
   * The task in a given order.
   *
   * @param mnist the images
   * @param permutation for each step, the position of its pixel in the image, row by row
   * @param range how a pixel becomes a float
   * @return their sequences
   * @throws IllegalArgumentException if the positions are not 0 to 783, each once
   */
  public static PermutedMnist of(Mnist mnist, int[] permutation, PixelRange range) {
    int[] sorted = permutation.clone();
    Arrays.sort(sorted);
    int[] all = IntStream.range(0, LabelledImages.PIXELS).toArray();
    if (!Arrays.equals(sorted, all)) {
      int odd = Arrays.mismatch(sorted, all);
      throw new IllegalArgumentException(
          "a permutation must have each of 0 to %d once (got %d numbers%s)"
              .formatted(
                  LabelledImages.PIXELS - 1,
                  permutation.length,
                  odd < Math.min(sorted.length, all.length)
                      ? ", in place of %d a %d".formatted(all[odd], sorted[odd])
                      : ""));
    }
    return new PermutedMnist(mnist, permutation.clone(), range);
  }

  /**
   * The order of the pixels.
   *
   * @return a new array: for each step, the position of its pixel in the image, row by row
   */
  public int[] permutation() {
    return permutation.clone();
  }

  /**
   * The sequences to train with while choosing.
   *
   * @return the sequences of {@link Mnist#training()}
   */
  public LabelledSequences training() {
    return sequences(mnist.training());
  }

  /**
   * The sequences to choose by.
   *
   * @return the sequences of {@link Mnist#validation()}
   */
  public LabelledSequences validation() {
    return sequences(mnist.validation());
  }

  /**
   * All training sequences, for a recipe that is fixed.
   *
   * @return the sequences of {@link Mnist#allTraining()}
   */
  public LabelledSequences allTraining() {
    return sequences(mnist.allTraining());
  }

  /**
   * The sequences to report on.
   *
   * @return the sequences of {@link Mnist#test()}
   */
  public LabelledSequences test() {
    return sequences(mnist.test());
  }

  private LabelledSequences sequences(LabelledImages images) {
    return new LabelledSequences(images.floats(range, permutation), images.labels());
  }
}
