package io.github.lmu4j.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The MNIST database of handwritten digits (LeCun, Cortes, Burges): 60,000 images to train with and
 * 10,000 to test with.
 *
 * <p>The last sixth of the training images, which is the last 10,000, is held out for validation:
 * everything that is chosen (architecture, schedule, number of epochs) is chosen by it, and the
 * test images are looked at once.
 *
 * <pre>{@code
 * Mnist mnist = Mnist.embedded();
 * float[] x = mnist.training().floats(); // (50000, 784), in 0 to 1
 * int[] y = mnist.training().labels();
 * }</pre>
 *
 * <p>The copy inside the library is licensed CC BY-SA 3.0; see {@code ATTRIBUTION.md} beside it.
 */
public final class Mnist {

  private static final String TRAINING = "train";
  private static final String TEST = "t10k";
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";
  private static final int VALIDATION_PART = 6;
  private static final int CLASSES = 10;

  private final LabelledImages allTraining;
  private final LabelledImages test;

  private Mnist(Source source) throws IOException {
    allTraining = read(source, TRAINING, VALIDATION_PART);
    test = read(source, TEST, 1);
  }

  /**
   * Reads the copy that the library carries.
   *
   * @return the database
   * @throws IOException if the library's jar is damaged
   */
  public static Mnist embedded() throws IOException {
    return new Mnist(
        (name, itemShape) -> {
          String resource = "mnist/" + name + ".gz";
          try (InputStream in = Mnist.class.getResourceAsStream(resource)) {
            if (in == null) {
              throw new FileNotFoundException(
                  resource + ": expected a resource beside class Mnist, found none");
            }
            return IdxFile.read(resource, in, itemShape);
          }
        });
  }

  /**
   * Reads a folder with the four files {@code train-images-idx3-ubyte}, {@code
   * train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte},
   * each plain or with {@code .gz} after its name. Other data of the same form is welcome, such as
   * Fashion-MNIST, with any number of images.
   *
   * @param directory the folder
   * @return the database
   * @throws IOException if a file is missing, truncated or of another form; the message names the
   *     file, what was expected and what was found
   */
  public static Mnist from(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      String found = Files.exists(directory) ? "a file" : "none";
      throw new IOException(directory + ": expected a folder of MNIST files, found " + found);
    }
    return new Mnist(
        (name, itemShape) -> {
          Path plain = directory.resolve(name);
          return IdxFile.read(
              Files.exists(plain) ? plain : directory.resolve(name + ".gz"), itemShape);
        });
  }

  /**
   * The images to train with while choosing: all training images but the last sixth.
   *
   * @return 50,000 images
   */
  public LabelledImages training() {
    return allTraining.part(0, allTraining.count() - validationCount());
  }

  /**
   * The images to choose by: the last sixth of the training images.
   *
   * @return 10,000 images
   */
  public LabelledImages validation() {
    return allTraining.part(allTraining.count() - validationCount(), allTraining.count());
  }

  /**
   * All training images, those of the validation among them: for a recipe that is fixed.
   *
   * @return 60,000 images
   */
  public LabelledImages allTraining() {
    return allTraining;
  }

  /**
   * The images to report on.
   *
   * @return 10,000 images
   */
  public LabelledImages test() {
    return test;
  }

  private int validationCount() {
    return allTraining.count() / VALIDATION_PART;
  }

  private static LabelledImages read(Source source, String set, int atLeast) throws IOException {
    IdxFile images = source.read(set + IMAGES, LabelledImages.SIDE, LabelledImages.SIDE);
    IdxFile labels = source.read(set + LABELS);
    if (images.count() < atLeast) {
      throw unexpected(images, "at least " + atLeast + " images", "" + images.count());
    }
    if (labels.count() != images.count()) {
      throw unexpected(labels, images.count() + " labels, one for each image", "" + labels.count());
    }
    int[] digits = new int[labels.count()];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = labels.values()[i] & 0xff;
      if (digits[i] >= CLASSES) {
        throw unexpected(labels, "labels 0 to 9", digits[i] + " as label " + i);
      }
    }
    return new LabelledImages(images.values(), digits);
  }

  private static IOException unexpected(IdxFile file, String expected, String found) {
    return new IOException(file.name() + ": expected " + expected + ", found " + found);
  }

  /** Where the four files come from. */
  private interface Source {
    IdxFile read(String name, int... itemShape) throws IOException;
  }
}
