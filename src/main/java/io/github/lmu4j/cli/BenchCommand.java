package io.github.lmu4j.cli;

import io.github.lmu4j.io.JsonText;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Progress;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Times training steps (forward, gradients, Adam's update) and predictions of named workloads, by
 * the same calls that a user makes.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Time named workloads: a training step and a prediction of one batch.")
final class BenchCommand implements Callable<Integer> {

  /** Different batches, so that no step repeats the one before. */
  private static final int BATCHES = 4;

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
    Map<String, Map<String, Timing>> results = new LinkedHashMap<>();
    for (Workload workload : workloads.isEmpty() ? List.of(Workload.values()) : workloads) {
      Map<String, Timing> timings = new LinkedHashMap<>();
      Weights weights = train(workload, timings);
      infer(workload, weights, timings);
      results.put(workload.toString(), timings);
      if (!json) {
        timings.forEach((mode, timing) -> out.printf("%-20s %-6s %s%n", workload, mode, timing));
        out.flush();
      }
    }
    if (json) {
      out.println(JsonText.of(results));
      out.flush();
    }
    return 0;
  }

  private Weights train(Workload workload, Map<String, Timing> timings) {
    Dataset data = Dataset.of(workload.inputs(BATCHES), workload.targets(BATCHES));
    try (Trainer trainer =
        Trainer.builder(workload.model())
            .optimizer(OptimizerConfig.adam(1e-3))
            .loss(workload.loss())
            .build()) {
      Stopwatch stopwatch = new Stopwatch(seconds);
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
              .withBatchSize(workload.batchSize())
              .withCallbacks(callback));
      timings.put("train", stopwatch.timing());
      return trainer.weights();
    }
  }

  private void infer(Workload workload, Weights weights, Map<String, Timing> timings) {
    Array all = workload.inputs(BATCHES);
    List<Array> batches =
        IntStream.range(0, BATCHES)
            .mapToObj(
                i ->
                    all.rows(
                        IntStream.range(i * workload.batchSize(), (i + 1) * workload.batchSize())
                            .toArray()))
            .toList();
    try (Predictor predictor = Predictor.of(workload.model(), weights)) {
      Stopwatch stopwatch = new Stopwatch(seconds);
      int next = 0;
      do {
        predictor.predict(batches.get(next++ % BATCHES));
      } while (!stopwatch.lap());
      timings.put("infer", stopwatch.timing());
    }
  }

  /**
   * What some equal pieces of work took.
   *
   * @param min_s seconds, the shortest
   * @param median_s seconds, the median
   * @param n how many were counted
   * @param first_s seconds, the first one, which prepares the graph and is not counted
   */
  record Timing(double min_s, double median_s, int n, double first_s) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "min %9.3f ms  median %9.3f ms  n %4d  first %7.3f s",
          1e3 * min_s,
          1e3 * median_s,
          n,
          first_s);
    }
  }
}
