package io.github.lmu4j.train;

import io.github.lmu4j.weights.Array;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Samples in batches.
 *
 * <p>Arrays in memory are one implementation; another may read a stream that does not fit into
 * memory, one batch at a time:
 *
 * <pre>{@code
 * Dataset recording = (batchSize, shuffle) -> Files.lines(path).map(line -> parse(line));
 * }</pre>
 */
@FunctionalInterface
public interface Dataset {

  /**
   * One pass over all samples.
   *
   * @param batchSize samples a batch, which a stream may ignore; the last batch may be smaller
   * @param shuffle seed of the order, or empty for the order in which samples are kept; the same
   *     seed must give the same order, and a stream that cannot be shuffled may ignore it
   * @return batches; the trainer closes the stream
   */
  Stream<Batch> batches(int batchSize, OptionalLong shuffle);

  /**
   * The number of batches in one pass, where it is known, for progress.
   *
   * @param batchSize samples a batch
   * @return number of batches
   */
  default OptionalLong batchCount(int batchSize) {
    return OptionalLong.empty();
  }

  /**
   * Arrays of a model with one input and one output.
   *
   * @param x inputs, one sample a row
   * @param y targets, one sample a row
   * @return the samples
   */
  static ArrayDataset of(Array x, Array y) {
    return of(List.of(x), List.of(y));
  }

  /**
   * Arrays.
   *
   * @param inputs one array an input, one sample a row
   * @param targets one array an output, one sample a row
   * @return the samples
   */
  static ArrayDataset of(List<Array> inputs, List<Array> targets) {
    return new ArrayDataset(new Batch(inputs, targets, List.of()));
  }
}
