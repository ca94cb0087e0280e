package io.github.lmu4j.spiking;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Runs a {@link DelayNetwork}.
 *
 * <pre>{@code
 * try (DelaySimulator simulator =
 *     DelaySimulator.of(DelayNetwork.DEFAULT, Ensemble.random(1000, 8, seed), DType.FLOAT64)) {
 *   DelayRun run = simulator.run(u, DelayNetwork.learningSteps(u.length), done -> {});
 *   double error = run.error();
 * }
 * }</pre>
 *
 * <p>Steps are taken in blocks, inside a loop of the graph; see {@link LearnedDecoder} for how.
 * What is left over of a signal goes step by step. The state stays from one call to the next, so
 * that a signal may come in pieces of any length.
 *
 * <p>It owns a graph and a session, and serves one thread at a time.
 */
public final class DelaySimulator implements AutoCloseable {

  /** Steps that one call of the session runs, between two reports of progress. */
  private static final int CHUNK = 5120;

  private final DelayNetwork network;
  private final DType type;
  private final DelayGraph<?> graph;

  /** The last inputs, the oldest first: the targets to come. */
  private double[] past;

  private DelayGraph.State state;

  private DelaySimulator(
      DelayNetwork network, Ensemble ensemble, Array weights, DType type, int block) {
    if (ensemble.dimensions() != network.order()) {
      throw new IllegalArgumentException(
          "encoders must have as many columns as the memory has dimensions, %d (got %d)"
              .formatted(network.order(), ensemble.dimensions()));
    }
    if (!weights.shape().equals(Shape.of(ensemble.neurons()))) {
      throw new IllegalArgumentException(
          "weights must have shape %s, one for each neuron (got %s)"
              .formatted(Shape.of(ensemble.neurons()), weights.shape()));
    }
    Ensemble.requireFinite("weights", weights);
    this.network = network;
    this.type = type;
    past = new double[network.lag()];
    graph =
        switch (type) {
          case FLOAT64 -> DelayGraph.build(network, ensemble, TFloat64.class, block);
          case FLOAT32 -> DelayGraph.build(network, ensemble, TFloat32.class, block);
          default ->
              throw new IllegalArgumentException(
                  "dtype must be float32 or float64 (got %s)".formatted(type.kerasName()));
        };
    state = graph.initialState(ensemble, weights);
  }

  /**
   * Prepares a network that has learned nothing yet.
   *
   * @param network the network
   * @param ensemble its neurons
   * @param type float32 or float64
   * @return a simulator, which the caller closes
   * @throws IllegalArgumentException if the neurons have another number of dimensions than the
   *     memory, or the dtype is another one
   */
  public static DelaySimulator of(DelayNetwork network, Ensemble ensemble, DType type) {
    return of(network, ensemble, Array.zeros(ensemble.gain().shape(), DType.FLOAT64), type);
  }

  /**
   * Prepares a network with weights.
   *
   * @param network the network
   * @param ensemble its neurons
   * @param weights that decode from spikes a second, shape (neurons)
   * @param type float32 or float64
   * @return a simulator, which the caller closes
   * @throws IllegalArgumentException if shapes do not fit, a weight is not finite, or the dtype is
   *     another one
   */
  public static DelaySimulator of(
      DelayNetwork network, Ensemble ensemble, Array weights, DType type) {
    return of(network, ensemble, weights, type, DelayGraph.block(type));
  }

  /** The same in blocks of a given number of steps; 1 is the plain recurrence. */
  static DelaySimulator of(
      DelayNetwork network, Ensemble ensemble, Array weights, DType type, int block) {
    return new DelaySimulator(network, ensemble, weights, type, block);
  }

  /**
   * Runs the next steps.
   *
   * @param u the input, at least one step
   * @param learning how many of these steps learn, from the first on
   * @param progress is told how many of these steps are done, from time to time
   * @return what happened in these steps
   * @throws IllegalArgumentException if there is no step, a number is not finite, or more steps
   *     learn than there are
   */
  public DelayRun run(double[] u, int learning, IntConsumer progress) {
    if (u.length == 0) {
      throw new IllegalArgumentException("u must have at least one step (got 0)");
    }
    if (learning < 0 || learning > u.length) {
      throw new IllegalArgumentException(
          "learning must be from 0 to the number of steps, %d (got %d)"
              .formatted(u.length, learning));
    }
    Ensemble.requireFinite("u", Array.of(Shape.of(u.length), u));
    List<DelayRun> parts = new ArrayList<>();
    for (int first = 0; first < u.length; ) {
      int left = u.length - first;
      int block = left < graph.block() ? 1 : graph.block();
      int steps = Math.min(left, CHUNK) / block * block;
      parts.add(
          advance(
              Arrays.copyOfRange(u, first, first + steps),
              Math.max(0, Math.min(steps, learning - first)),
              block));
      first += steps;
      progress.accept(first);
    }
    return DelayRun.joined(parts);
  }

  private DelayRun advance(double[] u, int learning, int block) {
    double[] joined = Arrays.copyOf(past, past.length + u.length);
    System.arraycopy(u, 0, joined, past.length, u.length);
    past = Arrays.copyOfRange(joined, u.length, joined.length);
    double[] learns = new double[u.length];
    Arrays.fill(learns, 0, learning, 1);
    Array input = row(u);
    Array target = row(Arrays.copyOf(joined, u.length));
    DelayGraph.Steps steps = graph.run(block, input, target, row(learns), state);
    state = steps.state();
    return new DelayRun(input, target, steps.decoded(), steps.memory(), graph.weights(state));
  }

  private Array row(double[] values) {
    return Array.of(Shape.of(values.length), values).cast(type);
  }

  /** {@return the network} */
  public DelayNetwork network() {
    return network;
  }

  @Override
  public void close() {
    graph.close();
  }
}
