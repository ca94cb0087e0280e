package io.github.lmu4j.train;

import io.github.lmu4j.weights.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Samples in memory.
 *
 * @param all all samples as one batch
 */
public record ArrayDataset(Batch all) implements Dataset {

  /**
   * Says what each sample counts.
   *
   * @param weights one array an output, of shape (samples) or (samples, time)
   * @return the same samples with these weights
   */
  public ArrayDataset withSampleWeights(Array... weights) {
    return new ArrayDataset(new Batch(all.inputs(), all.targets(), List.of(weights)));
  }

  /**
   * The number of samples.
   *
   * @return size of the first axis
   */
  public int size() {
    return all.size();
  }

  @Override
  public Stream<Batch> batches(int batchSize, OptionalLong shuffle) {
    int[] order = order(shuffle);
    return IntStream.range(0, Math.toIntExact(count(batchSize)))
        .mapToObj(
            i -> {
              int from = i * batchSize;
              return rows(
                  Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize)));
            });
  }

  @Override
  public OptionalLong batchCount(int batchSize) {
    return OptionalLong.of(count(batchSize));
  }

  private long count(int batchSize) {
    return ((long) all.size() + batchSize - 1) / batchSize;
  }

  private int[] order(OptionalLong shuffle) {
    int[] order = IntStream.range(0, all.size()).toArray();
    if (shuffle.isPresent()) {
      SplittableRandom random = new SplittableRandom(shuffle.getAsLong());
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
    }
    return order;
  }

  private Batch rows(int[] indices) {
    return new Batch(
        rows(all.inputs(), indices),
        rows(all.targets(), indices),
        rows(all.sampleWeights(), indices));
  }

  private static List<Array> rows(List<Array> arrays, int[] indices) {
    List<Array> picked = new ArrayList<>();
    arrays.forEach(array -> picked.add(array.rows(indices)));
    return picked;
  }
}
