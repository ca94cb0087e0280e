package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** What is written here is read by jHDF, which writes less, and reads it as h5py does. */
class Hdf5WriterTest {

  private static Hdf5Group written(Hdf5Tree tree) throws ModelFormatException {
    return Hdf5File.of("written", Hdf5Writer.write(tree)).root();
  }

  private static final List<Array> ARRAYS =
      List.of(
          Array.of(Shape.of(2, 3), 1f, -2f, 3.5f, Float.MIN_VALUE, Float.MAX_VALUE, -0f),
          Array.of(Shape.of(2), Math.PI, Double.MIN_VALUE),
          Array.of(Shape.of(1, 1, 2), Integer.MIN_VALUE, Integer.MAX_VALUE),
          Array.of(Shape.of(2), Long.MIN_VALUE, Long.MAX_VALUE),
          Array.of(Shape.scalar(), 7f),
          Array.of(Shape.scalar(), 8L),
          Array.of(Shape.of(0), new float[0]),
          Array.of(Shape.of(3, 0), new double[0]));

  @Test
  void arraysOfEveryTypeAndSizeComeBack() throws IOException {
    Hdf5Tree tree = new Hdf5Tree();
    for (int i = 0; i < ARRAYS.size(); i++) {
      tree.put("a/" + i, ARRAYS.get(i));
    }
    Hdf5Group group = written(tree).at("a");
    for (int i = 0; i < ARRAYS.size(); i++) {
      assertThat(group.array("" + i)).isEqualTo(ARRAYS.get(i));
    }
  }

  @Test
  void equalArraysHavePlacesOfTheirOwn() throws IOException {
    Hdf5Tree tree = new Hdf5Tree();
    tree.put("a", Array.of(Shape.of(1), 1234.5));
    int one = Hdf5Writer.write(tree).length;
    tree.put("b", Array.of(Shape.of(1), 1234.5));
    assertThat(Hdf5Writer.write(tree).length).isGreaterThan(one + Double.BYTES);
  }

  @Test
  void emptyGroupAfterTheLastArrayStaysEmpty() throws IOException {
    Hdf5Tree tree = new Hdf5Tree();
    tree.put("a/x", Array.of(Shape.of(1), 1f));
    tree.group("z/vars");
    Hdf5Group root = written(tree);
    assertThat(root.at("z").at("vars").groups()).isEmpty();
    assertThat(root.at("z").at("vars").arrays()).isEmpty();
    assertThat(root.at("a").array("x")).isEqualTo(Array.of(Shape.of(1), 1f));
  }

  @Test
  void longTextsComeBack() throws IOException {
    Hdf5Tree tree = new Hdf5Tree();
    for (int length : new int[] {0, 1, 59_999, 60_000, 65_535, 65_536, 1_000_000}) {
      tree.text("t" + length, "é".repeat(length));
    }
    Hdf5Group root = written(tree);
    for (int length : new int[] {0, 1, 59_999, 60_000, 65_535, 65_536, 1_000_000}) {
      assertThat(root.text("t" + length)).contains("é".repeat(length));
    }
  }

  @Test
  void listsOfTextsComeBack() throws IOException {
    List<String> many = IntStream.range(0, 9_000).mapToObj(i -> "layer_" + i).toList();
    Hdf5Tree tree = new Hdf5Tree();
    tree.group("none").texts("names", List.of());
    tree.group("few").texts("names", List.of("b", "a", "", "b"));
    tree.group("many").texts("names", many);
    Hdf5Group root = written(tree);
    assertThat(root.at("none").texts("names")).contains(List.of());
    assertThat(root.at("few").texts("names")).contains(List.of("b", "a", "", "b"));
    assertThat(root.at("many").texts("names")).contains(many);
  }

  @Test
  void halvesComeBackRounded() throws IOException {
    Hdf5Tree tree = new Hdf5Tree();
    float[] values = {1, 1.0004f, 1.0006f, 65504, 65520, 6e-8f, 2e-8f, -0.1f, 1e-5f};
    tree.put("x", Array.of(Shape.of(values.length), values), true);
    assertThat(written(tree).array("x").toFloats())
        .containsExactly(
            1,
            1,
            1.0009766f,
            65504,
            Float.POSITIVE_INFINITY,
            5.9604645e-8f,
            0,
            -0.099975586f,
            1.001358e-5f);
  }

  @Test
  void everyHalfIsItsOwnNearestHalf() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Half.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Half.of(value)).isEqualTo((short) bits);
      }
    }
    assertThat(Half.toFloat(Half.of(Float.NaN))).isNaN();
  }

  @Test
  void thousandsOfMembersComeBack() throws IOException {
    Hdf5Tree tree = new Hdf5Tree();
    for (int i = 0; i < 5_000; i++) {
      tree.put("vars/" + i, Array.of(Shape.scalar(), i));
    }
    Hdf5Group vars = written(tree).at("vars");
    assertThat(vars.arrays()).hasSize(5_000);
    assertThat(vars.array("4999")).isEqualTo(Array.of(Shape.scalar(), 4999));
  }

  @Test
  void nameOfAnArrayIsNotThatOfAGroup() {
    Hdf5Tree tree = new Hdf5Tree();
    tree.put("a", Array.of(Shape.scalar(), 1f));
    assertThatThrownBy(() -> tree.group("a/b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a twice");
    assertThatThrownBy(() -> tree.put("a", Array.of(Shape.scalar(), 1f)))
        .hasMessageContaining("a twice");
  }

  /** The values of the author's own test program. */
  @Test
  void checksumIsThatOfLookup3() {
    byte[] text = "Four score and seven years ago".getBytes(StandardCharsets.US_ASCII);
    assertThat(Lookup3.of(text, 0, text.length)).isEqualTo(0x17770551);
    assertThat(Lookup3.of(text, 0, 0)).isEqualTo(0xdeadbeef);
  }
}
