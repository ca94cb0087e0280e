package io.github.lmu4j.model;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.Objects;

/**
 * Runs a model along streams: one sample in, one answer out, as often as there are samples.
 *
 * <pre>{@code
 * try (StreamingPredictor stream = StreamingPredictor.open(model, weights)) {
 *   float[] answer = new float[stream.outputSize()];
 *   while (microphone.read(sample)) {
 *     stream.step(sample, answer);
 *   }
 * }
 * }</pre>
 *
 * <p>The answer at a step is the model's output at that step of the sequence of all samples so far;
 * where the model gives no sequence, its output if the sequence ended here. A parallel LMU runs as
 * the recurrence that it is: an input is never forgotten, even where the length of sequences is
 * open or {@code truncate_ir} is set. Masked steps are left out as in whole sequences.
 *
 * <p>What a step costs does not depend on how many went before, and no step makes anything in Java.
 * Several streams run side by side as the rows of one batch, each with states of its own, which
 * begin with zeros.
 *
 * <p>A predictor is not for several threads at once, and says so where it is used so; one after the
 * other may use it. It computes on the thread that calls it. Many streams of a large model it
 * shares with threads of its own, one for each further processor, which stay awake for some
 * microseconds after a step; {@code open} takes their number. The threads inside TensorFlow's
 * operations belong to the process, and the first session decides their number: small steps are
 * fastest where a predictor is the first thing that a process opens, or all else asks for one.
 */
public final class StreamingPredictor implements AutoCloseable {

  /** Weights times streams, of which a thread must have so many to save time. */
  private static final long WORK_A_THREAD = 750_000;

  private final StreamLanes lanes;
  private final StreamSnapshot snapshots;
  private final OneThread use = new OneThread();

  private StreamingPredictor(StreamLanes lanes, StreamSnapshot snapshots) {
    this.lanes = lanes;
    this.snapshots = snapshots;
  }

  /**
   * Opens one stream that computes in float32.
   *
   * @param model the model
   * @param weights its weights
   * @return a predictor, which the caller closes
   * @throws IllegalArgumentException if the weights do not fit the model, or an output of the model
   *     depends on later steps
   */
  public static StreamingPredictor open(Model model, Weights weights) {
    return open(model, weights, DType.FLOAT32, 1);
  }

  /**
   * Opens streams, which share the processors where there is work enough for several.
   *
   * @param model the model
   * @param weights its weights
   * @param type float32 or float64, in which the model computes
   * @param streams number of streams that advance together, at least 1
   * @return a predictor, which the caller closes
   * @throws IllegalArgumentException if the weights do not fit the model, or an output of the model
   *     depends on later steps
   */
  public static StreamingPredictor open(Model model, Weights weights, DType type, int streams) {
    long numbers = weights.arrays().stream().mapToLong(Array::size).sum();
    long useful = Math.max(1, streams * numbers / WORK_A_THREAD);
    int processors = Runtime.getRuntime().availableProcessors();
    return open(model, weights, type, streams, (int) Math.min(useful, processors));
  }

  /**
   * Opens streams that are computed by so many threads.
   *
   * @param model the model
   * @param weights its weights
   * @param type float32 or float64, in which the model computes
   * @param streams number of streams that advance together, at least 1
   * @param threads how many share the streams, the calling one among them, at least 1; more threads
   *     than streams are not made
   * @return a predictor, which the caller closes
   * @throws IllegalArgumentException if the weights do not fit the model, or an output of the model
   *     depends on later steps
   */
  public static StreamingPredictor open(
      Model model, Weights weights, DType type, int streams, int threads) {
    requireOneOrMore("streams", streams);
    requireOneOrMore("threads", threads);
    int shares = Math.min(threads, streams);
    int rows = (streams + shares - 1) / shares;
    Weights cast = weights.cast(type);
    FrozenStep frozen = FrozenStep.of(model, cast, type, rows);
    StreamSnapshot snapshots = StreamSnapshot.of(model, cast, type, streams, frozen.states());
    return new StreamingPredictor(new StreamLanes(frozen, streams), snapshots);
  }

  private static void requireOneOrMore(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be at least 1 (got %d)".formatted(name, value));
    }
  }

  /**
   * The number of streams.
   *
   * @return at least 1
   */
  public int streams() {
    return lanes.streams();
  }

  /**
   * How many numbers a stream takes a step.
   *
   * @return the size of one time step of all inputs of the model
   */
  public int inputSize() {
    return lanes.inputSize();
  }

  /**
   * How many numbers a stream gives a step.
   *
   * @return the size of all outputs of the model, of sequences at one time step
   */
  public int outputSize() {
    return lanes.outputSize();
  }

  /**
   * Advances all streams by one sample.
   *
   * @param input for each stream the numbers of the model's inputs, one after the other: shape
   *     (streams, inputSize)
   * @param output gets for each stream the numbers of the model's outputs: shape (streams,
   *     outputSize)
   * @throws IllegalArgumentException if the arrays have other lengths
   * @throws IllegalStateException if another thread uses the predictor, or it is closed
   */
  public void step(float[] input, float[] output) {
    steps(1, input, output);
  }

  /**
   * Advances all streams by one sample; the same for doubles.
   *
   * @param input for each stream the numbers of the model's inputs: shape (streams, inputSize)
   * @param output gets for each stream the numbers of the model's outputs: shape (streams,
   *     outputSize)
   * @throws IllegalArgumentException if the arrays have other lengths
   * @throws IllegalStateException if another thread uses the predictor, or it is closed
   */
  public void step(double[] input, double[] output) {
    steps(1, input, output);
  }

  /**
   * Advances all streams by a block of samples, with what as many single steps would give.
   *
   * @param steps number of samples a stream
   * @param input shape (streams, steps, inputSize)
   * @param output gets the answers to all samples: shape (streams, steps, outputSize)
   * @throws IllegalArgumentException if the arrays have other lengths
   * @throws IllegalStateException if another thread uses the predictor, or it is closed
   */
  public void steps(int steps, float[] input, float[] output) {
    requireLengths(steps, input.length, output.length);
    use.take();
    try {
      lanes.run(steps, input, output);
    } finally {
      use.free();
    }
  }

  /**
   * Advances all streams by a block of samples; the same for doubles.
   *
   * @param steps number of samples a stream
   * @param input shape (streams, steps, inputSize)
   * @param output gets the answers to all samples: shape (streams, steps, outputSize)
   * @throws IllegalArgumentException if the arrays have other lengths
   * @throws IllegalStateException if another thread uses the predictor, or it is closed
   */
  public void steps(int steps, double[] input, double[] output) {
    requireLengths(steps, input.length, output.length);
    use.take();
    try {
      lanes.run(steps, input, output);
    } finally {
      use.free();
    }
  }

  private void requireLengths(int steps, int input, int output) {
    requireLength("input", steps, lanes.inputSize(), input);
    requireLength("output", steps, lanes.outputSize(), output);
  }

  private void requireLength(String name, int steps, int size, int length) {
    long expected = (long) lanes.streams() * steps * size;
    if (steps < 0 || length != expected) {
      throw new IllegalArgumentException(
          "%s must have %d numbers, %d for each of %d steps of %d streams (got %d)"
              .formatted(name, expected, size, steps, lanes.streams(), length));
    }
  }

  /**
   * Lets all streams begin anew.
   *
   * @throws IllegalStateException if another thread uses the predictor, or it is closed
   */
  public void reset() {
    use.take();
    for (int stream = 0; stream < lanes.streams(); stream++) {
      lanes.reset(stream);
    }
    use.free();
  }

  /**
   * Lets one stream begin anew.
   *
   * @param stream which, counted from 0
   * @throws IndexOutOfBoundsException if there is no such stream
   * @throws IllegalStateException if another thread uses the predictor, or it is closed
   */
  public void reset(int stream) {
    Objects.checkIndex(stream, lanes.streams());
    use.take();
    lanes.reset(stream);
    use.free();
  }

  /**
   * Writes down the states of all streams.
   *
   * @return bytes that {@link #restore} takes, also in another process
   */
  public byte[] snapshot() {
    use.take();
    try {
      return snapshots.write(lanes.states());
    } finally {
      use.free();
    }
  }

  /**
   * Goes on from a snapshot.
   *
   * @param snapshot bytes from {@link #snapshot} of a predictor of the same model and weights,
   *     dtype and number of streams
   * @throws IllegalArgumentException if they are anything else; the states then stay as they are
   */
  public void restore(byte[] snapshot) {
    use.take();
    try {
      snapshots.read(snapshot, lanes.states());
    } finally {
      use.free();
    }
  }

  /**
   * Frees all memory. Closing twice does nothing.
   *
   * @throws IllegalStateException if another thread uses the predictor
   */
  @Override
  public void close() {
    if (use.close()) {
      lanes.close();
    }
  }
}
