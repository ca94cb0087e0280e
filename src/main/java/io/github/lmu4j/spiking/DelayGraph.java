package io.github.lmu4j.spiking;

import io.github.lmu4j.ops.Recurrence;
import io.github.lmu4j.ops.ScanResult;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/**
 * The loops of a {@link DelayNetwork} in a graph with its session: one that takes many steps in a
 * round, and one that takes a single one.
 */
final class DelayGraph<T extends TFloating> implements AutoCloseable {

  /**
   * Of the spikes of one neuron in one round. Twice or half of it takes longer, in either dtype.
   */
  private static final int BLOCK_BYTES = 128;

  private final Session session;
  private final DType type;
  private final double dt;
  private final List<Array> parameters;
  private final Loop<T> blocks;
  private final Loop<T> singles;

  /** What a network carries from step to step, as {@link DelayBlock} has it. */
  record State(List<Array> values) {}

  /**
   * What some steps gave.
   *
   * @param decoded shape (steps)
   * @param memory shape (steps, order)
   */
  record Steps(Array decoded, Array memory, State state) {}

  /** A loop with what it is fed. */
  private record Loop<T extends TFloating>(
      int block, List<Operand<T>> placeholders, ScanResult<T> result) {

    static <T extends TFloating> Loop<T> build(
        Ops tf, DelayNetwork network, int neurons, Class<T> type, int block) {
      long order = network.order();
      Shape rows = Shape.of(Shape.UNKNOWN_SIZE, block);
      List<Operand<T>> inputs = placeholders(tf, type, rows, rows, rows);
      List<Operand<T>> states =
          placeholders(
              tf,
              type,
              Shape.of(order),
              Shape.of(1, neurons),
              Shape.of(2, neurons),
              Shape.of(1, 1));
      List<Operand<T>> parameters =
          placeholders(tf, type, Shape.of(order, neurons), Shape.of(neurons));
      List<Operand<T>> all = new ArrayList<>(inputs);
      all.addAll(states);
      all.addAll(parameters);
      return new Loop<>(
          block,
          all,
          Recurrence.run(tf, DelayBlock.of(network, neurons, block), inputs, states, parameters));
    }

    private static <T extends TFloating> List<Operand<T>> placeholders(
        Ops tf, Class<T> type, Shape... shapes) {
      return Arrays.stream(shapes)
          .<Operand<T>>map(shape -> tf.placeholder(type, Placeholder.shape(shape)))
          .toList();
    }
  }

  private DelayGraph(
      Session session,
      DType type,
      double dt,
      List<Array> parameters,
      Loop<T> blocks,
      Loop<T> singles) {
    this.session = session;
    this.type = type;
    this.dt = dt;
    this.parameters = parameters;
    this.blocks = blocks;
    this.singles = singles;
  }

  static <T extends TFloating> DelayGraph<T> build(
      DelayNetwork network, Ensemble ensemble, Class<T> type, int block) {
    Graph graph = new Graph();
    try {
      Ops tf = Ops.create(graph);
      int neurons = ensemble.neurons();
      Loop<T> singles = Loop.build(tf, network, neurons, type, 1);
      Loop<T> blocks = block == 1 ? singles : Loop.build(tf, network, neurons, type, block);
      return new DelayGraph<>(
          new Session(graph),
          DType.of(type),
          network.dt(),
          parameters(ensemble, network.dt(), DType.of(type)),
          blocks,
          singles);
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /** Encoders, one column a neuron, and biases, so that their currents are those of one step. */
  private static List<Array> parameters(Ensemble ensemble, double dt, DType type) {
    int neurons = ensemble.neurons();
    int dimensions = ensemble.dimensions();
    double[] encoders = ensemble.encoders().toDoubles();
    double[] gain = ensemble.gain().toDoubles();
    double[] columns = new double[encoders.length];
    for (int i = 0; i < neurons; i++) {
      for (int j = 0; j < dimensions; j++) {
        columns[j * neurons + i] = dt * gain[i] * encoders[i * dimensions + j];
      }
    }
    double[] bias = ensemble.bias().toDoubles();
    Arrays.setAll(bias, i -> dt * bias[i]);
    return List.of(
        Array.of(Shape.of(dimensions, neurons), columns).cast(type),
        Array.of(Shape.of(neurons), bias).cast(type));
  }

  /** How many steps in one round are fastest. */
  static int block(DType type) {
    return BLOCK_BYTES / type.bytes();
  }

  /** Steps in one round. */
  int block() {
    return blocks.block();
  }

  /** The state before the first step. */
  State initialState(Ensemble ensemble, Array weights) {
    int neurons = ensemble.neurons();
    double[] decoding = Arrays.copyOf(weights.toDoubles(), 2 * neurons);
    for (int i = 0; i < neurons; i++) {
      decoding[i] /= dt;
    }
    return new State(
        List.of(
            Array.zeros(Shape.of(ensemble.dimensions()), type),
            ensemble.voltage().reshape(Shape.of(1, neurons)).cast(type),
            Array.of(Shape.of(2, neurons), decoding).cast(type),
            Array.zeros(Shape.of(1, 1), type)));
  }

  /** The weights of a state, for spikes a second. */
  Array weights(State state) {
    double[] decoding = state.values().get(2).toDoubles();
    int neurons = decoding.length / 2;
    double[] weights = new double[neurons];
    Arrays.setAll(weights, i -> decoding[i] * dt);
    return Array.of(Shape.of(neurons), weights).cast(type);
  }

  /**
   * Runs steps.
   *
   * @param block 1, or the number of steps in one round, of which there are whole rounds
   * @param u shape (steps), as target and learning
   */
  Steps run(int block, Array u, Array target, Array learning, State state) {
    Loop<T> loop = block == 1 ? singles : blocks;
    int steps = u.size();
    Shape rows = Shape.of(steps / block, block);
    List<Array> fed = new ArrayList<>();
    for (Array input : List.of(u, target, learning)) {
      fed.add(input.reshape(rows));
    }
    fed.addAll(state.values());
    fed.addAll(parameters);
    List<Tensor> tensors = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      for (int i = 0; i < fed.size(); i++) {
        Tensor tensor = fed.get(i).toTensor();
        tensors.add(tensor);
        runner.feed(loop.placeholders().get(i), tensor);
      }
      loop.result().sequences().forEach(runner::fetch);
      loop.result().states().forEach(runner::fetch);
      try (var result = runner.run()) {
        List<Array> values = new ArrayList<>();
        for (int i = 2; i < 2 + state.values().size(); i++) {
          values.add(Array.of(result.get(i)));
        }
        Array memory = Array.of(result.get(1));
        return new Steps(
            Array.of(result.get(0)).reshape(Shape.of(steps)),
            memory.reshape(Shape.of(steps, memory.size() / steps)),
            new State(values));
      }
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  /** The session goes first: a graph waits for its sessions before it closes. */
  @Override
  public void close() {
    Graph graph = session.graph();
    session.close();
    graph.close();
  }
}
