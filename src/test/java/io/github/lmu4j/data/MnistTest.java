package io.github.lmu4j.data;

import static io.github.lmu4j.testing.IdxBytes.gzip;
import static io.github.lmu4j.testing.IdxBytes.images;
import static io.github.lmu4j.testing.IdxBytes.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.testing.IdxBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {

  private static Mnist mnist;

  private final Path folder;

  MnistTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void read() throws IOException {
    mnist = Mnist.embedded();
  }

  @Test
  void embeddedCopyIsMnist() {
    assertThat(mnist.allTraining().count()).isEqualTo(60_000);
    assertThat(mnist.test().count()).isEqualTo(10_000);
    assertThat(mnist.allTraining().labels()).startsWith(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(mnist.test().labels()).startsWith(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
    assertThat(histogram(mnist.allTraining()))
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(histogram(mnist.test()))
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
  }

  @Test
  void trainingAndValidationAreTheFirst50000AndTheLast10000() {
    assertThat(mnist.training().count()).isEqualTo(50_000);
    assertThat(mnist.validation().count()).isEqualTo(10_000);
    assertThat(mnist.training().labels())
        .isEqualTo(Arrays.copyOf(mnist.allTraining().labels(), 50_000));
    assertThat(mnist.validation().bytes())
        .isEqualTo(Arrays.copyOfRange(mnist.allTraining().bytes(), 50_000 * 784, 60_000 * 784));
  }

  @Test
  void floatsAreScaledPixels() {
    LabelledImages some = mnist.validation().part(17, 20);
    byte[] bytes = some.bytes();
    float[] unit = some.floats();
    float[] symmetric = some.floats(PixelRange.SYMMETRIC);
    float[] raw = some.floats(PixelRange.RAW);

    assertThat(bytes).hasSize(3 * 784);
    assertThat(unit).hasSize(3 * 784).contains(0f).contains(1f);
    for (int i = 0; i < bytes.length; i++) {
      int pixel = Byte.toUnsignedInt(bytes[i]);
      assertThat(unit[i]).isEqualTo((float) (pixel / 255.0));
      assertThat(symmetric[i]).isEqualTo((float) (2 * pixel / 255.0 - 1));
      assertThat(raw[i]).isEqualTo(pixel);
    }
  }

  @Test
  void partsOfPartsStayInside() {
    LabelledImages part = mnist.test().part(100, 110);

    assertThat(part.part(2, 5).labels())
        .isEqualTo(Arrays.copyOfRange(mnist.test().labels(), 102, 105));
    assertThatThrownBy(() -> part.part(2, 11)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void readsFolderOfPlainOrGzippedFiles() throws IOException {
    write("train-images-idx3-ubyte", images(18));
    write("train-labels-idx1-ubyte.gz", gzip(labels(18)));
    write("t10k-images-idx3-ubyte.gz", gzip(images(2)));
    write("t10k-labels-idx1-ubyte", labels(2));

    Mnist small = Mnist.from(folder);

    assertThat(small.training().count()).isEqualTo(15);
    assertThat(small.validation().labels()).containsExactly(5, 6, 7);
    assertThat(small.test().labels()).containsExactly(0, 1);
  }

  @Test
  void missingFolderOrFileIsNamed() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Mnist.from(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": expected a folder of MNIST files, found none");

    write("train-images-idx3-ubyte", images(18));
    refused("train-labels-idx1-ubyte.gz", "an idx file, found none");
  }

  @Test
  void filesThatDoNotFitTogetherAreRefused() throws IOException {
    write("train-images-idx3-ubyte", images(18));
    write("train-labels-idx1-ubyte", images(18));
    refused(
        "train-labels-idx1-ubyte",
        "idx magic number 00000801 (unsigned bytes, 1 axes), found 00000803");

    write("train-labels-idx1-ubyte", labels(17));
    refused("train-labels-idx1-ubyte", "18 labels, one for each image, found 17");

    write("train-labels-idx1-ubyte", IdxBytes.of(0x801, new int[] {18}, 18, 11));
    refused("train-labels-idx1-ubyte", "labels 0 to 9, found 10 as label 10");

    write("train-images-idx3-ubyte", images(5));
    write("train-labels-idx1-ubyte", labels(5));
    refused("train-images-idx3-ubyte", "at least 6 images, found 5");
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private void refused(String file, String complaint) {
    assertThatThrownBy(() -> Mnist.from(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve(file) + ": expected " + complaint);
  }

  private static int[] histogram(LabelledImages images) {
    int[] labels = images.labels();
    return IntStream.range(0, 10)
        .map(digit -> (int) Arrays.stream(labels).filter(label -> label == digit).count())
        .toArray();
  }
}
