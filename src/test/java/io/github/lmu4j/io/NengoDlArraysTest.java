package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/** Files of other arrays than those of one LMU network of NengoDL are refused, with the reason. */
class NengoDlArraysTest {

  private static final Path FIXTURE =
      Path.of("models", "fixtures", "nengodl", "units-below-order", "lmu_params.npz");

  @TempDir Path folder;

  private static Array zeros(long... shape) {
    return Array.zeros(Shape.of(shape), DType.FLOAT32);
  }

  /** The arrays of units-below-order: order 12, 9 units, 4 classes. */
  private static Map<String, Array> arrays() throws IOException {
    return new LinkedHashMap<>(Npz.read(FIXTURE));
  }

  private void assertRefused(Map<String, Array> arrays, String... message) throws IOException {
    Path file = folder.resolve("written.npz");
    Npz.write(file, arrays);
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContainingAll(message);
  }

  @Test
  void dataIsNoModel() throws IOException {
    assertRefused(Map.of("x", zeros(2, 3)), "arr_0, arr_1, ...", "[x]");
    Map<String, Array> arrays = arrays();
    arrays.put("y", zeros(2, 3));
    assertRefused(arrays, "a model", "arr_6, y]");
  }

  @Test
  void otherCountsOfArraysAreRefused() throws IOException {
    Map<String, Array> arrays = arrays();
    arrays.put("arr_7", zeros(1, 1));
    assertRefused(arrays, "7 arrays", "found 8");
    arrays.remove("arr_3");
    assertRefused(arrays, "arr_0, arr_1, ...", "arr_2, arr_4");
    assertRefused(Map.of("arr_0", zeros(2, 2)), "7 arrays", "found 1");
  }

  @Test
  void shapesThatDoNotFitAreRefused() throws IOException {
    Map<String, Array> arrays = arrays();
    arrays.put("arr_2", zeros(4, 8));
    assertRefused(arrays, "W_o (classes, units)", "W_m (units, 12)", "[4, 8]");
    arrays.put("arr_2", zeros(4));
    assertRefused(arrays, "arr_2", "a matrix", "[4]");
    arrays.put("arr_2", zeros(0, 9));
    assertRefused(arrays, "arr_2", "at least one element");
  }

  @Test
  void memoryOfAnotherSizeIsRefused() throws IOException {
    Map<String, Array> arrays = arrays();
    arrays.put("arr_5", zeros(11, 11));
    assertRefused(arrays, "A (order, order) and B (order, 1)", "[11, 11] and [12, 1]");
    arrays.put("arr_6", zeros(11, 1));
    assertRefused(arrays, "W_m (units, 11)", "[9, 12]");
  }

  @Test
  void otherElementsAreRefused() throws IOException {
    Map<String, Array> arrays = arrays();
    arrays.put("arr_3", Array.of(Shape.of(9, 1), new int[9]));
    assertRefused(arrays, "arr_3", "a matrix of float32 or float64", "int32");
    arrays.put("arr_3", Array.zeros(Shape.of(9, 1), DType.FLOAT64));
    assertRefused(arrays, "arr_3", "one dtype, float32", "float64");
  }

  @Test
  void arraysOfObjectsAreRefused() throws IOException {
    Path file = folder.resolve("objects.npz");
    String header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("arr_0.npy"));
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
      zip.write(header.getBytes(StandardCharsets.US_ASCII));
      zip.write("a pickle".getBytes(StandardCharsets.US_ASCII));
    }
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll(file.toString(), "arr_0", "of numbers", "'|O'");
  }

  /** Which of W_m and W_x is above depends on the order of the user's connections. */
  @Test
  void inputAndMemoryKernelJoinedAreRefused() throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>();
    List<Array> joined =
        List.of(zeros(12, 6), zeros(6, 6), zeros(4, 6), zeros(1, 6), zeros(6, 6), zeros(6, 1));
    joined.forEach(array -> arrays.put("arr_" + arrays.size(), array));
    assertRefused(arrays, "W_x (units, inputs)", "[12, 6]");
  }
}
