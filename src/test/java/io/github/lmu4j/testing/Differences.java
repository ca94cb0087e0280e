package io.github.lmu4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How far the numbers of one case are from what they should be. */
public final class Differences {

  /** What is compared, with the bounds that the project promises. */
  public enum Kind {
    /** Outputs in both modes, and the loss. */
    OUTPUTS(1e-5, 1e-10),
    /** Gradients of the loss by weights and inputs. */
    GRADIENTS(1e-4, 1e-9),
    /** Weights and losses after five steps of training. */
    TRAINING(1e-4, 1e-4);

    private final double float32;
    private final double float64;

    Kind(double float32, double float64) {
      this.float32 = float32;
      this.float64 = float64;
    }

    private double bound(DType type) {
      return type == DType.FLOAT64 ? float64 : float32;
    }
  }

  private record Key(Kind kind, String what) {}

  private final Map<Key, Double> found = new LinkedHashMap<>();

  /**
   * Compares an array, by {@link Difference#relative}.
   *
   * @param kind whose bound counts
   * @param what what is compared
   * @param actual the array
   * @param expected what it should be
   */
  public void compare(Kind kind, String what, Array actual, Array expected) {
    found.put(new Key(kind, what), Difference.relative(actual, expected));
  }

  /**
   * Compares arrays.
   *
   * @param kind whose bound counts
   * @param what what is compared
   * @param actual the arrays
   * @param expected what they should be
   */
  public void compare(Kind kind, String what, List<Array> actual, List<Array> expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      compare(kind, what + "/" + i, actual.get(i), expected.get(i));
    }
  }

  /**
   * These differences and others.
   *
   * @param others what was compared besides
   * @return all of them
   */
  public Differences and(Differences others) {
    Differences all = new Differences();
    all.found.putAll(found);
    all.found.putAll(others.found);
    return all;
  }

  /**
   * The largest difference of a kind.
   *
   * @param kind the kind
   * @return the difference, if anything of the kind was compared
   */
  public OptionalDouble largest(Kind kind) {
    return found.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .mapToDouble(Map.Entry::getValue)
        .max();
  }

  /**
   * A bound that is wider than its kind's.
   *
   * @param kind the kind
   * @param bound the bound
   * @param reason why the numbers cannot be closer
   */
  public record WiderBound(Kind kind, double bound, String reason) {}

  /**
   * Fails if a difference is beyond its bound.
   *
   * @param type dtype of the model
   * @param wider exceptions
   */
  public void requireWithinBounds(DType type, List<WiderBound> wider) {
    assertThat(found)
        .allSatisfy(
            (key, difference) ->
                assertThat(difference)
                    .as("%s of %s", key.kind(), key.what())
                    .isLessThan(
                        wider.stream()
                            .filter(exception -> exception.kind() == key.kind())
                            .mapToDouble(WiderBound::bound)
                            .findFirst()
                            .orElse(key.kind().bound(type))));
  }
}
