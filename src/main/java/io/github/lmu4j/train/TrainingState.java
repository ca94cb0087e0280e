package io.github.lmu4j.train;

import io.github.lmu4j.model.VariableStore;
import io.github.lmu4j.train.optimizers.OrderedOptimizer;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/**
 * All that training changes in a session: the weights, what the optimizer keeps from step to step,
 * and what stateful layers keep from batch to batch. A checkpoint is a copy of it.
 */
final class TrainingState {

  private final Session session;
  private final VariableStore weights;
  private final VariableStore optimizer;
  private final VariableStore layers;
  private final Weights zeroStates;
  private final Operand<TFloat64> rate;
  private final Optional<VariableStore> settableRate;
  private final boolean averaging;

  /**
   * Gives every variable its first value.
   *
   * @param session a session of the graph that has not run yet
   * @param graph the graph
   * @param config has weights or what is known of an earlier optimizer, where training goes on
   */
  TrainingState(Session session, TrainingGraph<?> graph, TrainerBuilder config) {
    this.session = session;
    weights = VariableStore.of(graph.model());
    optimizer = new VariableStore(graph.model().tf(), graph.optimizer().variables());
    layers = new VariableStore(graph.model().tf(), graph.model().weights().states());
    rate = graph.optimizer().learningRate();
    settableRate =
        Optional.ofNullable(graph.optimizer().variables().get(OrderedOptimizer.RATE))
            .map(
                variable ->
                    new VariableStore(graph.model().tf(), Map.of(OrderedOptimizer.RATE, variable)));
    averaging = config.optimizer.averageMomentum().isPresent();
    session.initialize();
    zeroStates = graph.model().zeroStates();
    resetLayers();
    assignWeights(
        config.weights.orElseGet(() -> graph.model().weights().initialValues()).cast(config.type));
    if (!config.optimizerState.paths().isEmpty()) {
      assignOptimizer(begun(config.optimizerState));
    }
  }

  /** The state of a new optimizer, with what is known of the one that it goes on from. */
  private Weights begun(Weights known) {
    Map<String, Array> state = new LinkedHashMap<>(optimizer().values());
    for (Map.Entry<String, Array> entry : known.values().entrySet()) {
      Array begun = state.get(entry.getKey());
      if (begun == null) {
        throw new IllegalArgumentException(
            "the optimizer's state must be among %s (got %s)"
                .formatted(state.keySet(), entry.getKey()));
      }
      Array value = entry.getValue();
      state.put(entry.getKey(), begun.type().isFloating() ? value.cast(begun.type()) : value);
    }
    return new Weights(state);
  }

  Weights weights() {
    return weights.read(session);
  }

  void assignWeights(Weights values) {
    weights.assign(session, values);
  }

  /** The state of the optimizer: number of steps, slots, a fixed learning rate. */
  Weights optimizer() {
    return optimizer.read(session);
  }

  void assignOptimizer(Weights values) {
    optimizer.assign(session, values);
  }

  /** What layers keep from run to run. */
  Weights layers() {
    return layers.read(session);
  }

  void assignLayers(Weights values) {
    layers.assign(session, values);
  }

  void resetLayers() {
    layers.assign(session, zeroStates);
  }

  /** Replaces the weights by their moving averages, where the optimizer keeps them. */
  void assignAverages() {
    if (averaging) {
      Map<String, Array> state = optimizer().values();
      Map<String, Array> values = new LinkedHashMap<>(weights().values());
      values.replaceAll((path, value) -> state.getOrDefault(OrderedOptimizer.average(path), value));
      assignWeights(new Weights(values));
    }
  }

  double learningRate() {
    try (var result = session.runner().fetch(rate).run()) {
      return Array.of(result.get(0)).doubleAt(0);
    }
  }

  void setLearningRate(double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          "the learning rate must be at least 0 (got %s)".formatted(value));
    }
    settableRate
        .orElseThrow(
            () -> new IllegalStateException("a learning rate that follows a schedule is not set"))
        .assign(
            session, new Weights(Map.of(OrderedOptimizer.RATE, Array.of(Shape.scalar(), value))));
  }
}
