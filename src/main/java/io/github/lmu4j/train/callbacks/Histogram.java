package io.github.lmu4j.train.callbacks;

import io.github.lmu4j.weights.Array;
import java.util.Arrays;
import org.tensorflow.proto.HistogramProto;

/** Counts of values in buckets of equal width. */
final class Histogram {

  private static final int BUCKETS = 30;

  private Histogram() {}

  static HistogramProto of(Array array) {
    double[] values = array.toDoubles();
    double least = Arrays.stream(values).min().orElse(0);
    double largest = Arrays.stream(values).max().orElse(0);
    double width = largest > least ? (largest - least) / BUCKETS : 1;
    double[] counts = new double[BUCKETS];
    for (double value : values) {
      counts[Math.min(BUCKETS - 1, (int) ((value - least) / width))]++;
    }
    HistogramProto.Builder histogram =
        HistogramProto.newBuilder()
            .setMin(least)
            .setMax(largest)
            .setNum(values.length)
            .setSum(Arrays.stream(values).sum())
            .setSumSquares(Arrays.stream(values).map(v -> v * v).sum());
    for (int i = 0; i < BUCKETS; i++) {
      histogram.addBucketLimit(least + (i + 1) * width).addBucket(counts[i]);
    }
    return histogram.build();
  }
}
