package io.github.lmu4j.spiking;

import io.github.lmu4j.weights.Array;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Holds what a delay network did.
 *
 * @param u its input, shape (steps)
 * @param target the input some time before, shape (steps)
 * @param decoded what it said that was, shape (steps)
 * @param memory after each step, shape (steps, order)
 * @param weights that decode after the last step, shape (neurons), or (order) where they decode the
 *     memory itself
 */
public record DelayRun(Array u, Array target, Array decoded, Array memory, Array weights) {

  /**
   * Computes the normalized error of the last fifth: the root of the mean squared error over the
   * standard deviation of the target.
   *
   * @return at least 0; not a number where the target does not change
   */
  public double error() {
    int steps = target.size();
    return error(steps - steps / 5, steps);
  }

  /**
   * Computes the normalized error of some steps.
   *
   * @param from the first step
   * @param to after the last step
   * @return the root of the mean squared error over the standard deviation of the target
   * @throws IllegalArgumentException if there are no such steps
   */
  public double error(int from, int to) {
    if (from < 0 || to > target.size() || from >= to) {
      throw new IllegalArgumentException(
          "steps must lie within 0 to %d, at least one (got %d to %d)"
              .formatted(target.size(), from, to));
    }
    double[] wanted = Arrays.copyOfRange(target.toDoubles(), from, to);
    double[] found = Arrays.copyOfRange(decoded.toDoubles(), from, to);
    double mean = Arrays.stream(wanted).average().orElseThrow();
    double squares = 0;
    double variance = 0;
    for (int i = 0; i < wanted.length; i++) {
      squares += (found[i] - wanted[i]) * (found[i] - wanted[i]);
      variance += (wanted[i] - mean) * (wanted[i] - mean);
    }
    return Math.sqrt(squares / variance);
  }

  /** One run of runs that followed each other; at least one. */
  static DelayRun joined(List<DelayRun> parts) {
    Function<Function<DelayRun, Array>, Array> join =
        array -> Array.concat(parts.stream().map(array).toList());
    return new DelayRun(
        join.apply(DelayRun::u),
        join.apply(DelayRun::target),
        join.apply(DelayRun::decoded),
        join.apply(DelayRun::memory),
        parts.get(parts.size() - 1).weights());
  }
}
