package io.github.lmu4j.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What some equal pieces of work took.
 *
 * @param least seconds, the shortest
 * @param median seconds, the median
 * @param count how many were counted
 * @param first seconds of the first one, which builds the graph and is not counted
 * @param peakBytes largest memory of the process in that time, where the system tells it
 * @param matmulShare rate of the median over that of large matrix products alone, if it is known
 */
record Timing(
    double least,
    double median,
    int count,
    double first,
    OptionalLong peakBytes,
    OptionalDouble matmulShare) {

  /** The numbers by their names in the command's JSON. */
  Map<String, Number> toMap() {
    Map<String, Number> map = new LinkedHashMap<>();
    map.put("min_s", least);
    map.put("median_s", median);
    map.put("n", count);
    map.put("first_s", first);
    peakBytes.ifPresent(bytes -> map.put("peak_bytes", bytes));
    matmulShare.ifPresent(share -> map.put("matmul_share", share));
    return map;
  }

  Timing withMatmulShare(double share) {
    return new Timing(least, median, count, first, peakBytes, OptionalDouble.of(share));
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "min %9.3f ms  median %9.3f ms  n %4d  first %7.3f s",
                1e3 * least,
                1e3 * median,
                count,
                first));
    peakBytes.ifPresent(bytes -> text.append("  peak %5d MB".formatted(bytes >> 20)));
    matmulShare.ifPresent(
        share -> text.append(String.format(Locale.ROOT, "  %3.0f %% of matmul rate", 100 * share)));
    return text.toString();
  }
}
