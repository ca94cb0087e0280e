package io.github.lmu4j.testing;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;

/**
 * Numbers of one family that Keras 3 made: {@code models/fixtures/keras3/training}.
 *
 * @param type dtype in which Keras computed
 * @param data arrays by name; most names begin with that of a case
 */
public record TrainingFixture(DType type, Map<String, Array> data) {

  /** Reads a family, such as {@code optimizers}. */
  public static TrainingFixture read(String family, DType type) {
    Path file =
        Path.of("models/fixtures/keras3/training", family + "-" + type.kerasName() + ".npz");
    try {
      return new TrainingFixture(type, Npz.read(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One array. */
  public Array get(String name) {
    return Objects.requireNonNull(data.get(name), name);
  }

  /** An array whose first axis counts steps, step by step. */
  public List<Array> steps(String name) {
    Array all = get(name);
    return IntStream.range(0, (int) all.shape().get(0))
        .mapToObj(i -> all.rows(i).reshape(all.shape().takeLast(all.shape().numDimensions() - 1)))
        .toList();
  }

  /** The cases: what stands before the first slash of names that have one. */
  public List<String> cases() {
    return data.keySet().stream()
        .filter(name -> name.contains("/"))
        .map(name -> name.substring(0, name.indexOf('/')))
        .distinct()
        .toList();
  }

  /** Asserts that an array is what Keras has, to 1e-10 in float64 and 1e-5 in float32. */
  public void assertClose(Array actual, String name) {
    assertClose(actual, get(name), name, type == DType.FLOAT64 ? 1e-10 : 1e-5);
  }

  /** Asserts that an array is what it should be, relative to the largest value. */
  public static void assertClose(Array actual, Array expected, String what, double bound) {
    Assertions.assertThat(Difference.relative(actual, expected))
        .as("%s: %s", what, actual.shape())
        .isLessThanOrEqualTo(bound);
  }
}
