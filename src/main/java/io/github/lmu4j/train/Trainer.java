package io.github.lmu4j.train;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.train.optimizers.KerasOptimizer;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/**
 * Trains a model, as Keras' {@code compile}, {@code fit}, {@code evaluate} and {@code predict} do.
 *
 * <pre>{@code
 * try (Trainer trainer = Trainer.builder(model)
 *     .optimizer(OptimizerConfig.adam(1e-3))
 *     .loss(new SparseCategoricalCrossentropy(true), new Accuracy())
 *     .build()) {
 *   trainer.fit(Dataset.of(x, y), FitOptions.epochs(10).withBatchSize(100));
 *   Weights trained = trainer.weights();
 * }
 * }</pre>
 *
 * <p>It owns a graph and a session. A step is one run of the session. Given the same seed, data and
 * number of threads, two trainers give the same weights. It serves one thread at a time.
 */
public final class Trainer implements AutoCloseable {

  private final Model model;
  private final Session session;
  private final StepRunner steps;
  private final TrainingState state;
  private final Report report;
  private final long seed;
  private final DType type;
  private final OptimizerConfig optimizer;
  private final List<Objective> objectives;
  private Optional<FitRun> run = Optional.empty();
  private volatile boolean stopping;

  /** Takes over the session and its graph. */
  Trainer(TrainerBuilder config, Session session, TrainingGraph<?> graph) {
    this.model = config.model;
    this.session = session;
    seed = config.seed;
    type = config.type;
    optimizer = config.optimizer;
    objectives = config.objectives;
    report = graph.report();
    steps = new StepRunner(session, graph);
    state = new TrainingState(session, graph, config);
  }

  /**
   * Begins the configuration of a trainer.
   *
   * @param model what is trained
   * @return a builder
   */
  public static TrainerBuilder builder(Model model) {
    return new TrainerBuilder(model);
  }

  /**
   * Trains. A run that a checkpoint in the options was taken of is continued as if it had not been
   * stopped: weights, history and the state of callbacks are bit for bit those of an uninterrupted
   * run, given the same trainer, data, options and number of threads.
   *
   * @param data samples
   * @param options how long and how
   * @return what was reported in this run
   * @throws UncheckedIOException if the checkpoint cannot be written
   */
  public History fit(Dataset data, FitOptions options) {
    stopping = false;
    run = Optional.of(new FitRun(this, state, steps, report, data, options));
    return run.get().run();
  }

  /**
   * Ends {@code fit} after the current step; may be called by any thread. An epoch that is cut
   * short is not reported; a checkpoint holds the place in it.
   */
  public void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /**
   * Makes one training step.
   *
   * @param batch samples
   * @return loss and metrics of the batch, before the step, by name
   */
  public Map<String, Double> trainOnBatch(Batch batch) {
    double[] totals = report.zero();
    report.add(totals, steps.train(batch), batch.size());
    return report.logs(totals, "");
  }

  /**
   * Computes loss and metrics without training.
   *
   * @param data samples
   * @param batchSize samples a run
   * @return values by name: {@code loss}, {@code accuracy}, ...
   */
  public Map<String, Double> evaluate(Dataset data, int batchSize) {
    return evaluate(data, batchSize, "");
  }

  Map<String, Double> evaluate(Dataset data, int batchSize, String prefix) {
    FitOptions.requireBatchSize(batchSize);
    double[] totals = report.zero();
    try (Stream<Batch> batches = data.batches(batchSize, OptionalLong.empty())) {
      for (Iterator<Batch> all = batches.iterator(); all.hasNext(); ) {
        Batch batch = all.next();
        report.add(totals, steps.test(batch), batch.size());
      }
    }
    return report.logs(totals, prefix);
  }

  /**
   * Predicts.
   *
   * @param inputs one array an input, one sample a row
   * @param batchSize samples a run
   * @return one array an output
   */
  public List<Array> predict(List<Array> inputs, int batchSize) {
    FitOptions.requireBatchSize(batchSize);
    List<List<Array>> parts = new ArrayList<>();
    try (Stream<Batch> batches =
        Dataset.of(inputs, List.of()).batches(batchSize, OptionalLong.empty())) {
      batches.forEach(batch -> parts.add(steps.predict(batch.inputs())));
    }
    List<Array> outputs = new ArrayList<>();
    for (int i = 0; i < model.outputs().size(); i++) {
      int output = i;
      outputs.add(Array.concat(parts.stream().map(part -> part.get(output)).toList()));
    }
    return outputs;
  }

  /**
   * The model.
   *
   * @return what is trained
   */
  public Model model() {
    return model;
  }

  /**
   * The weights as they are now.
   *
   * @return all weights of the model
   */
  public Weights weights() {
    return state.weights();
  }

  /**
   * Replaces the weights.
   *
   * @param values all weights of the model
   * @throws IllegalArgumentException if they do not fit the model
   */
  public void assign(Weights values) {
    state.assignWeights(values);
  }

  /**
   * Writes the model as it is now in the form that the file's name means, as {@link ModelFile}
   * does: with the optimizer and its state in {@code .keras} and {@code .h5} files and SavedModels.
   *
   * @param target such as {@code model.keras}, or a folder for a SavedModel
   * @throws IllegalArgumentException if there is no such form, or it cannot hold the model
   * @throws IOException if it cannot be written; what was at the target stays as it was
   */
  public void save(Path target) throws IOException {
    ModelFile.write(target, trained(LoadedModel.of(model, weights(), type)));
  }

  /**
   * The model of a file as it is now, with what Keras needs to go on.
   *
   * @param begun the file that this trainer was made of
   * @return the same configuration with the weights, optimizer and loss of this trainer
   */
  public LoadedModel trained(LoadedModel begun) {
    List<Object> losses = objectives.stream().map(Objective::kerasLoss).toList();
    return begun
        .withWeights(weights())
        .trained(
            KerasOptimizer.saved(optimizer, state.learningRate(), state.optimizer()),
            losses.size() == 1 ? losses.get(0) : losses);
  }

  /** Lets stateful layers, which keep their states from batch to batch, begin anew. */
  public void resetStates() {
    state.resetLayers();
  }

  /**
   * The learning rate of the next step.
   *
   * @return the rate
   */
  public double learningRate() {
    return state.learningRate();
  }

  /**
   * Changes a fixed learning rate, from the next step on.
   *
   * @param value not negative
   * @throws IllegalArgumentException if it is negative
   * @throws IllegalStateException if the rate follows a schedule
   */
  public void setLearningRate(double value) {
    state.setLearningRate(value);
  }

  /**
   * What was reported in the last run of {@code fit}, or so far in the current one.
   *
   * @return one row an epoch
   */
  public History history() {
    return run.map(FitRun::history).orElse(History.EMPTY);
  }

  /**
   * Everything that is needed to continue the last run of {@code fit}, or the current one where it
   * stands: callbacks may call this.
   *
   * @return a copy
   * @throws IllegalStateException if {@code fit} was not called
   */
  public Checkpoint checkpoint() {
    return run.orElseThrow(() -> new IllegalStateException("fit was not called yet")).checkpoint();
  }

  /**
   * What decides first weights, dropout and the order of samples.
   *
   * @return the seed
   */
  public long seed() {
    return seed;
  }

  /** The session goes first: a graph waits for its sessions before it closes. */
  @Override
  public void close() {
    Graph graph = session.graph();
    session.close();
    graph.close();
  }
}
