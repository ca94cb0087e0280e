package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class NpzTest {

  private static final Path FOLDER = Path.of("models", "fixtures", "numpy");
  private static Map<String, Array> numbers = Map.of();

  @TempDir private Path folder;

  @BeforeAll
  static void readWhatNumpyWrote() throws IOException {
    numbers = Npz.read(FOLDER.resolve("numbers.npz"));
  }

  private static Array number(String key) {
    return Objects.requireNonNull(numbers.get(key), key);
  }

  @ParameterizedTest
  @EnumSource(
      value = NpyType.class,
      names = {"B1"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyTypeAndByteOrderHoldsTheSameValues(NpyType type) {
    int first = type.code().startsWith("u") ? 0 : -7;
    double[] expected = IntStream.range(first, first + 24).asDoubleStream().toArray();
    for (String order : new String[] {"/little", "/big"}) {
      Array array = number(type.code() + order);
      assertThat(array.type()).isEqualTo(type.target());
      assertThat(array.shape()).isEqualTo(Shape.of(2, 3, 4));
      assertThat(array.toDoubles()).containsExactly(expected);
    }
  }

  @Test
  void fortranOrderIsTurned() {
    double[] expected = IntStream.range(0, 24).asDoubleStream().toArray();
    assertThat(number("fortran").toDoubles()).containsExactly(expected);
    assertThat(number("fortran/big").toDoubles()).containsExactly(expected);
  }

  @Test
  void boolsScalarsVectorsAndEmptyArraysAreRead() {
    assertThat(number("b1").type()).isEqualTo(DType.BOOL);
    assertThat(number("b1").toInts()).startsWith(1, 0, 0, 1);
    assertThat(number("scalar")).isEqualTo(Array.of(Shape.scalar(), 2.5));
    assertThat(number("vector")).isEqualTo(Array.of(Shape.of(5), 0L, 1L, 2L, 3L, 4L));
    assertThat(number("empty").shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void halfPrecisionKeepsExtremes() {
    assertThat(number("half").toFloats())
        .containsExactly(
            0.33325195f,
            65504f,
            0x1p-24f,
            -0.0f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN);
  }

  @Test
  void storedAndPlainFilesHoldTheSame() throws IOException {
    Array plain = Npy.read(FOLDER.resolve("plain.npy"));
    assertThat(Npz.read(FOLDER.resolve("stored.npz")))
        .containsExactlyEntriesOf(Map.of("values", plain));
    assertThat(plain.shape()).isEqualTo(Shape.of(2, 3, 4));
  }

  @Test
  void writtenArraysComeBackAndEqualContentsGiveEqualFiles() throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>(numbers);
    arrays.put("large", Array.of(Shape.of(100_000), new Random(1).doubles(100_000).toArray()));
    Path one = folder.resolve("one.npz");
    Path two = folder.resolve("two.npz");
    Npz.write(one, arrays);
    Npz.write(two, arrays);
    assertThat(Npz.read(one)).containsExactlyEntriesOf(arrays);
    assertThat(one).hasSameBinaryContentAs(two);
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void numpysOwnBytesAreWritten() throws IOException {
    Path file = folder.resolve("plain.npy");
    Npy.write(file, Npy.read(FOLDER.resolve("plain.npy")));
    assertThat(file).hasSameBinaryContentAs(FOLDER.resolve("plain.npy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pickled", "text", "structure", "complex"})
  void whatIsNoNumberIsRefused(String name) {
    Path file = FOLDER.resolve(name + ".npy");
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file + ": expected ");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve("plain.npy"));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Npy.parse("part", part)).isInstanceOf(ModelFormatException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(4294967296, 4294967296)",
        "(99999999999999999999,)",
        "(2, 3, 5)",
        "(24",
        "(24,) + 'x'"
      })
  void wrongShapesAreRefused(String shape) throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve("plain.npy"));
    String text = new String(whole, 0, 128, StandardCharsets.ISO_8859_1);
    String changed = text.replace("(2, 3, 4)", shape).replace(" ".repeat(30), "");
    byte[] header = changed.substring(10).getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = new byte[10 + header.length + whole.length - 128];
    System.arraycopy(whole, 0, bytes, 0, 8);
    bytes[8] = (byte) header.length;
    System.arraycopy(header, 0, bytes, 10, header.length);
    System.arraycopy(whole, 128, bytes, 10 + header.length, whole.length - 128);
    assertThatThrownBy(() -> Npy.parse("changed", bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("changed: expected ");
  }

  @Test
  void damagedEntriesAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve("stored.npz"));
    whole[200] ^= 1;
    Path file = Files.write(folder.resolve("flipped.npz"), whole);
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("checksum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.npy", "/x.npy", "a/../../x.npy", "C:\\x.npy", "x.txt"})
  void foreignNamesAreRefused(String name) throws IOException {
    Path file = folder.resolve("names.npz");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
    }
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(name);
  }

  @Test
  void bombsAreRefusedBeforeTheyAreUnpacked() throws IOException {
    Path file = folder.resolve("bomb.npz");
    byte[] zeros = new byte[1 << 20];
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      for (int i = 0; i < 100; i++) {
        zip.write(zeros);
      }
    }
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("at most 67108864 bytes");
  }

  @Test
  void failedWritesLeaveTheTargetAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("kept.txt"), "kept");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("kept");
    assertThat(folder.toFile().list()).containsExactly("kept.txt");
  }
}
