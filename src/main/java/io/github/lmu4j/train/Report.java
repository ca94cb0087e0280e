package io.github.lmu4j.train;

import io.github.lmu4j.train.objectives.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Which numbers a step gives, and what is reported of the sums of all steps. */
final class Report {

  private record Entry(String name, int from, int to, ToDoubleFunction<double[]> result) {}

  private final List<Entry> entries = new ArrayList<>();
  private final int losses;
  private int size;

  /**
   * A report that begins with losses: means over batches, which count their samples.
   *
   * @param losses names
   */
  Report(List<String> losses) {
    this.losses = losses.size();
    // The number of samples takes the first place of the totals.
    size = 1;
    for (String name : losses) {
      int at = size++;
      entries.add(new Entry(name, 0, at + 1, totals -> totals[at] / totals[0]));
    }
  }

  void add(String name, Metric metric, int sums) {
    entries.add(new Entry(name, size, size + sums, metric::result));
    size += sums;
  }

  double[] zero() {
    return new double[size];
  }

  /** Adds what a step gave: losses, then the sums of metrics. */
  void add(double[] totals, double[] step, int samples) {
    totals[0] += samples;
    for (int i = 0; i < step.length; i++) {
      totals[i + 1] += i < losses ? step[i] * samples : step[i];
    }
  }

  /** Names and values, in order. */
  Map<String, Double> logs(double[] totals, String prefix) {
    Map<String, Double> logs = new LinkedHashMap<>();
    for (Entry entry : entries) {
      double[] own = Arrays.copyOfRange(totals, entry.from, entry.to);
      logs.put(prefix + entry.name, entry.result.applyAsDouble(own));
    }
    return logs;
  }
}
