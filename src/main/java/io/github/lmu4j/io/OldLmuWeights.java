package io.github.lmu4j.io;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.weights.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What KerasLMU 0.3 saved of a layer beside its weights: the transposed matrices A and B of its
 * memory, which follow from order and theta, and in an {@code LMUFFT} a scale of its impulse
 * response, which is 1 in a new layer.
 */
final class OldLmuWeights {

  private static final Pattern A = Pattern.compile("(.*/)?A(:0)?");
  private static final Pattern B = Pattern.compile("(.*/)?B(:0)?");
  private static final Pattern SCALE =
      Pattern.compile(".+/rnn(_\\d+)?/lmu_cell(_\\d+)?/kernel(:0)?");

  /** Matrices were computed in float32; another theta is farther away. */
  private static final double ROUNDING = 1e-3;

  private final Hdf5Group group;
  private final List<DiscreteStateSpace> memories;

  private OldLmuWeights(Hdf5Group group, List<DiscreteStateSpace> memories) {
    this.group = group;
    this.memories = memories;
  }

  /**
   * Checks what later versions do not have, and leaves it out.
   *
   * @param group the group of a layer
   * @param names its weights
   * @param layer the layer's configuration
   * @return the names of the weights that later versions have
   * @throws ModelFormatException if the file's matrices are not those of the configuration
   */
  static List<String> leftOut(Hdf5Group group, List<String> names, Json layer)
      throws ModelFormatException {
    if (names.stream().noneMatch(name -> A.matcher(name).matches())) {
      return names;
    }
    OldLmuWeights old = new OldLmuWeights(group, memories(layer));
    List<String> left = new ArrayList<>();
    for (String name : names) {
      if (A.matcher(name).matches()) {
        old.requireMatrix(name);
      } else if (SCALE.matcher(name).matches()) {
        old.requireOne(name);
      } else if (!B.matcher(name).matches()) {
        left.add(name);
      }
    }
    return left;
  }

  /** The memories of a layer and of all in it. */
  private static List<DiscreteStateSpace> memories(Json layer) throws ModelFormatException {
    List<DiscreteStateSpace> found = new ArrayList<>();
    ArrayDeque<Json> open = new ArrayDeque<>(List.of(layer));
    while (!open.isEmpty()) {
      Json next = open.remove();
      if (next.isList()) {
        open.addAll(next.list());
      } else if (next.isObject()) {
        Map<String, Json> members = next.members();
        open.addAll(members.values());
        if (next.find("order").isPresent() && next.find("theta").isPresent()) {
          Optional<Json> discretizer = next.find("discretizer");
          found.add(
              (discretizer.isPresent()
                      ? discretizer.get().named(Discretizer::fromKerasName)
                      : Discretizer.ZOH)
                  .discretize(next.at("order").integer(), next.at("theta").number()));
        }
      }
    }
    return found;
  }

  private void requireMatrix(String name) throws ModelFormatException {
    Array stored = group.arrayAt(name);
    if (memories.stream().noneMatch(memory -> isTransposed(stored, memory))) {
      throw new ModelFormatException(
          group.place() + "/" + name,
          "the matrix that follows from order and theta, which later versions do not save",
          "another");
    }
  }

  private static boolean isTransposed(Array stored, DiscreteStateSpace memory) {
    int order = memory.a().rows();
    boolean same = stored.size() == order * order;
    for (int i = 0; same && i < order * order; i++) {
      double expected = memory.a().get(i % order, i / order);
      same = Math.abs(stored.doubleAt(i) - expected) < ROUNDING;
    }
    return same;
  }

  private void requireOne(String name) throws ModelFormatException {
    Array stored = group.arrayAt(name);
    if (stored.size() != 1 || Math.abs(stored.doubleAt(0) - 1) > ROUNDING) {
      throw new ModelFormatException(
          group.place() + "/" + name,
          "an impulse response of scale 1, the only one that later versions have",
          String.valueOf(stored.size() == 1 ? stored.doubleAt(0) : stored.shape()));
    }
  }
}
