package io.github.lmu4j.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * Grey images of {@value #PIXELS} pixels, each with the digit it shows.
 *
 * <p>An immutable view: parts share the pixels of the whole. The pixels of an image lie row by row;
 * arrays of several images have shape (count, {@value #PIXELS}).
 */
public final class LabelledImages {

  /** The width of an image, and its height. */
  public static final int SIDE = 28;

  /** Pixels of one image. */
  public static final int PIXELS = SIDE * SIDE;

  private final byte[] pixels;
  private final int[] labels;
  private final int from;
  private final int to;

  private LabelledImages(byte[] pixels, int[] labels, int from, int to) {
    this.pixels = pixels;
    this.labels = labels;
    this.from = from;
    this.to = to;
  }

  /** Takes over both arrays without a copy. */
  LabelledImages(byte[] pixels, int[] labels) {
    this(pixels, labels, 0, labels.length);
  }

  /**
   * How many images there are.
   *
   * @return the count
   */
  public int count() {
    return to - from;
  }

  /**
   * The images from one position to before another, sharing the pixels.
   *
   * @param first the position of the first image
   * @param end the position after the last image
   * @return the part
   * @throws IndexOutOfBoundsException if the positions are not within {@code 0..count()} in order
   */
  public LabelledImages part(int first, int end) {
    Objects.checkFromToIndex(first, end, count());
    return new LabelledImages(pixels, labels, from + first, from + end);
  }

  /**
   * The digits, 0 to 9.
   *
   * @return a new array of shape (count)
   */
  public int[] labels() {
    return Arrays.copyOfRange(labels, from, to);
  }

  /**
   * The pixels as unsigned bytes.
   *
   * @return a new array of shape (count, {@value #PIXELS})
   */
  public byte[] bytes() {
    return Arrays.copyOfRange(pixels, from * PIXELS, to * PIXELS);
  }

  /**
   * The pixels as floats in 0 to 1.
   *
   * @return a new array of shape (count, {@value #PIXELS}), 4 bytes a pixel: 188 MB for the
   *     training images of MNIST
   */
  public float[] floats() {
    return floats(PixelRange.UNIT);
  }

  /**
   * The pixels as floats.
   *
   * @param range how a pixel becomes a float
   * @return a new array of shape (count, {@value #PIXELS})
   */
  public float[] floats(PixelRange range) {
    float[] table = range.table();
    float[] floats = new float[count() * PIXELS];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = table[pixels[from * PIXELS + i] & 0xff];
    }
    return floats;
  }

  /**
   * The pixels as floats, in another order: {@code result[i][t] = pixel[i][order[t]]}.
   *
   * @param range how a pixel becomes a float
   * @param order the pixel that each position of the result takes
   * @return a new array of shape (count, order.length)
   */
  float[] floats(PixelRange range, int[] order) {
    float[] table = range.table();
    float[] floats = new float[count() * order.length];
    for (int i = 0; i < count(); i++) {
      for (int t = 0; t < order.length; t++) {
        floats[i * order.length + t] = table[pixels[(from + i) * PIXELS + order[t]] & 0xff];
      }
    }
    return floats;
  }
}
