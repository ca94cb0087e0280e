package io.github.lmu4j.cli;

import io.github.lmu4j.cli.WorkloadPart.Mode;
import io.github.lmu4j.io.JsonText;
import io.github.lmu4j.model.ModelGraph;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.model.StreamingPredictor;
import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Progress;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.tensorflow.Graph;
import org.tensorflow.types.TFloat32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Times training steps (forward, gradients, Adam's update), predictions, simulations and steps of
 * streams, by the same calls that a user makes.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Time named workloads: a training step and a prediction of one batch, or a run.")
final class BenchCommand implements Callable<Integer> {

  /** A training step is a forward pass and two of its size backward. */
  private static final int TRAINING = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKLOAD",
      description = "Which: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Workload> workloads = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "4",
      description = "About how long each measurement goes on (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Map<String, Map<String, Number>>> results = new LinkedHashMap<>();
    for (Workload workload : workloads.isEmpty() ? List.of(Workload.values()) : workloads) {
      Map<String, Map<String, Number>> timings = new LinkedHashMap<>();
      results.put(workload.toString(), timings);
      time(
          workload,
          (mode, timing) -> {
            timings.put(mode, timing.toMap());
            if (!json) {
              out.printf("%-20s %-13s %s%n", workload, mode, timing);
              out.flush();
            }
          });
    }
    if (json) {
      out.println(JsonText.of(results));
      out.flush();
    }
    return 0;
  }

  private void time(Workload workload, BiConsumer<String, Timing> result) {
    for (DirectPart part : workload.directParts()) {
      result.accept(part.mode(), part.time(seconds));
    }
    Optional<Weights> weights = Optional.empty();
    for (WorkloadPart part : workload.parts()) {
      if (part.modes().contains(Mode.TRAIN)) {
        Trained trained = train(part);
        weights = Optional.of(trained.weights);
        result.accept("train" + part.suffix(), rated(trained.timing, part, TRAINING));
      }
      if (part.modes().contains(Mode.INFER)) {
        result.accept("infer" + part.suffix(), rated(infer(part, weights.orElseThrow()), part, 1));
      }
      if (part.modes().contains(Mode.STEP)) {
        result.accept("step" + part.suffix(), step(part));
      }
    }
  }

  /** Adds the share of the machine's rate of matrix products, where the work is counted. */
  private Timing rated(Timing timing, WorkloadPart part, int passes) {
    if (part.operations().isEmpty()) {
      return timing;
    }
    double done = passes * part.batchSize() * part.operations().getAsDouble();
    return timing.withMatmulShare(done / timing.median() / MatmulRate.measure());
  }

  private Trained train(WorkloadPart part) {
    Dataset data = Dataset.of(part.inputs(), part.targets());
    Stopwatch stopwatch = new Stopwatch(seconds);
    try (Trainer trainer =
        Trainer.builder(part.model())
            .optimizer(OptimizerConfig.adam(1e-3))
            .loss(part.loss())
            .build()) {
      Callback callback =
          new Callback() {
            @Override
            public void onBatchEnd(Trainer running, Progress progress) {
              if (stopwatch.lap()) {
                running.stop();
              }
            }
          };
      trainer.fit(
          data,
          FitOptions.epochs(Integer.MAX_VALUE)
              .withBatchSize(part.batchSize())
              .withCallbacks(callback));
      return new Trained(trainer.weights(), stopwatch.timing());
    }
  }

  private Timing infer(WorkloadPart part, Weights weights) {
    List<Array> batches = part.inputBatches();
    Stopwatch stopwatch = new Stopwatch(seconds);
    try (Predictor predictor = Predictor.of(part.model(), weights)) {
      int next = 0;
      do {
        predictor.predict(batches.get(next++ % batches.size()));
      } while (!stopwatch.lap());
      return stopwatch.timing();
    }
  }

  private Timing step(WorkloadPart part) {
    Weights weights;
    try (Graph graph = new Graph()) {
      weights = ModelGraph.build(part.model(), graph, TFloat32.class, 0).weights().initialValues();
    }
    float[][] samples = part.inputBatches().stream().map(Array::toFloats).toArray(float[][]::new);
    Stopwatch stopwatch = new Stopwatch(seconds);
    try (StreamingPredictor stream =
        StreamingPredictor.open(part.model(), weights, DType.FLOAT32, part.batchSize())) {
      float[] answers = new float[part.batchSize() * stream.outputSize()];
      int next = 0;
      do {
        stream.step(samples[next++ % samples.length], answers);
      } while (!stopwatch.lap());
      return stopwatch.timing();
    }
  }

  private record Trained(Weights weights, Timing timing) {}
}
