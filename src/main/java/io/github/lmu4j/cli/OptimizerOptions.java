package io.github.lmu4j.cli;

import io.github.lmu4j.io.SavedOptimizer;
import io.github.lmu4j.train.optimizers.KerasOptimizer;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how weights follow from gradients. */
final class OptimizerOptions {

  private static final String RATE = "learning_rate";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "As Keras names it (default: the file's own, or else rmsprop). The one that the file"
              + " was trained with goes on where it stopped.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Default: the file's, or else Keras' for this optimizer.")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Of sgd and rmsprop (default: the file's, or else 0).")
  private Optional<Double> momentum = Optional.empty();

  @Option(
      names = "--new-optimizer",
      description = "Begin anew, whatever optimizer the file was trained with.")
  private boolean anew;

  /** Made by picocli. */
  OptimizerOptions() {}

  /**
   * An optimizer that a run begins with.
   *
   * @param config its settings
   * @param state what it goes on from; nothing for a new beginning
   */
  record Begun(OptimizerConfig config, Weights state) {

    /** One line for people. */
    @Override
    public String toString() {
      return "%s, %s"
          .formatted(
              config.rule(),
              state.paths().contains("iterations")
                  ? "going on after step " + state.get("iterations").longAt(0)
                  : "begun anew");
    }
  }

  /** Fails where the options are wrong whatever the file holds. */
  void check() {
    begin(Optional.empty());
  }

  /** The optimizer of the options, which goes on from that of the file if it is the same. */
  Begun begin(Optional<SavedOptimizer> saved) {
    try {
      if (saved.isPresent() && isMeant(saved.get())) {
        OptimizerConfig before = KerasOptimizer.config(saved.get());
        OptimizerConfig now = with(before);
        boolean same = now.rule().equals(before.rule());
        return new Begun(now, same ? state(saved.get()) : Weights.EMPTY);
      }
      return new Begun(with(OptimizerConfig.named(name.orElse("rmsprop"))), Weights.EMPTY);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private boolean isMeant(SavedOptimizer saved) {
    return !anew
        && name.map(each -> each.equals(saved.className().toLowerCase(Locale.ROOT))).orElse(true);
  }

  private OptimizerConfig with(OptimizerConfig config) {
    OptimizerConfig rated = learningRate.map(config::withLearningRate).orElse(config);
    return momentum.map(rated::withMomentum).orElse(rated);
  }

  /** A learning rate of the options counts, not that of the file. */
  private Weights state(SavedOptimizer saved) {
    Map<String, Array> state = new LinkedHashMap<>(saved.state().values());
    if (learningRate.isPresent()) {
      state.remove(RATE);
    }
    return new Weights(state);
  }
}
