package io.github.lmu4j.cli;

import io.github.lmu4j.data.LabelledSequences;
import io.github.lmu4j.data.Mnist;
import io.github.lmu4j.data.PermutedMnist;
import io.github.lmu4j.io.AtomicFolder;
import io.github.lmu4j.io.SavedModelWriter;
import io.github.lmu4j.train.Checkpoint;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.History;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.CategoricalCrossentropy;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tensorflow.ndarray.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Trains on permuted sequential MNIST.
 *
 * <p>Where a recipe was tuned, it was by the last 10,000 training images; {@code --validate} shows
 * that score. Otherwise all 60,000 are trained on. The test images are looked at once, at the end.
 */
@Command(
    name = "psmnist",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Train on permuted sequential MNIST.")
final class TrainPsMnistCommand implements Callable<Integer> {

  /** Images at a time when the trained model is scored. */
  private static final int SCORING_BATCH = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--variant",
      defaultValue = "parallel",
      description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PsMnistRecipe variant = PsMnistRecipe.PARALLEL;

  @Option(names = "--epochs", description = "Times through the data (default: the recipe's).")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--batch-size", description = "Images a step (default: the recipe's).")
  private Optional<Integer> batchSize = Optional.empty();

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Decides first weights, order and dropout (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with the four gzipped MNIST files (default: the embedded ones).")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--permutation",
      paramLabel = "FILE",
      description =
          "The order of the pixels, 784 whole numbers in a .npy file or a tensor of PyTorch in a .pt"
              + " file (default: NumPy's RandomState(0).permutation(784)).")
  private Optional<Path> permutation = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "PATH",
      description = "Where the model goes (default: psmnist-VARIANT).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--validate",
      description = "Train without the last 10,000 images and score on them, not on the test set.")
  private boolean validate;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Train with the first N images only, for a quick try.")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--resume",
      description = "Go on where a run of the same options to the same PATH was interrupted.")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    epochs.ifPresent(value -> Bounds.requireAtLeast(spec, "--epochs", 1, value));
    batchSize.ifPresent(value -> Bounds.requireAtLeast(spec, "--batch-size", 1, value));
    limit.ifPresent(value -> Bounds.requireAtLeast(spec, "--limit", 1, value));
    Path target = output.orElse(Path.of("psmnist-" + variant));
    AtomicFolder.requireWritable(target);
    PermutedMnist mnist =
        PixelOrder.permuted(
            data.isPresent() ? Mnist.from(data.get()) : Mnist.embedded(), permutation);
    LabelledSequences all = validate ? mnist.training() : mnist.allTraining();
    LabelledSequences training = limit.map(all::first).orElse(all);
    Path checkpoint = target.resolveSibling(target.getFileName() + ".checkpoint.npz");
    FitOptions options =
        FitOptions.epochs(epochs.orElse(variant.epochs()))
            .withBatchSize(batchSize.orElse(variant.batchSize()))
            .withCheckpoint(checkpoint);
    if (resume) {
      options = options.resume(Checkpoint.read(checkpoint));
    }
    try (Interruption interruption = Interruption.watch();
        Trainer trainer = trainer(training.count(), options)) {
      announce(trainer, training.count(), options);
      History history;
      try (ProgressCallback progress = new ProgressCallback(options.epochs())) {
        history = trainer.fit(dataset(training), options.withCallbacks(progress, interruption));
      }
      if (interruption.happened()) {
        throw new IOException(
            "%s: training was interrupted; --resume continues it".formatted(checkpoint));
      }
      LabelledSequences held = validate ? mnist.validation() : mnist.test();
      Array logits = trainer.predict(List.of(images(held)), SCORING_BATCH).get(0);
      AtomicFolder.write(
          target,
          folder -> {
            SavedModelWriter.into(folder, trainer.model(), trainer.weights(), DType.FLOAT32);
            HistoryFile.write(folder.resolve("history.csv"), history);
            PsMnistPlot.write(
                folder.resolve("psmnist.png"), history, held, mnist.permutation(), logits);
          });
      Files.deleteIfExists(checkpoint);
      report(target, Accuracy.of(logits, held.labels()));
    }
    return 0;
  }

  private Trainer trainer(int images, FitOptions options) {
    long stepsAnEpoch = (images + options.batchSize() - 1L) / options.batchSize();
    return Trainer.builder(variant.model())
        .seed(seed)
        .optimizer(variant.optimizer(options.epochs() * stepsAnEpoch))
        .loss(new CategoricalCrossentropy(true, variant.labelSmoothing()), Metric.named("accuracy"))
        .build();
  }

  private void announce(Trainer trainer, int images, FitOptions options) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "%s: %,d parameters, %,d images, %d epochs of %d steps%n",
        variant,
        trainer.weights().parameters(),
        images,
        options.epochs(),
        (images + options.batchSize() - 1) / options.batchSize());
    err.flush();
  }

  private void report(Path target, double accuracy) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("model " + target);
    out.printf(Locale.ROOT, "%s accuracy: %.4f%n", validate ? "validation" : "test", accuracy);
    out.flush();
  }

  private static Dataset dataset(LabelledSequences sequences) {
    float[] oneHot = new float[sequences.count() * PsMnistModels.CLASSES];
    int[] labels = sequences.labels();
    for (int i = 0; i < labels.length; i++) {
      oneHot[i * PsMnistModels.CLASSES + labels[i]] = 1;
    }
    return Dataset.of(
        images(sequences), Array.of(Shape.of(labels.length, PsMnistModels.CLASSES), oneHot));
  }

  private static Array images(LabelledSequences sequences) {
    return Array.of(Shape.of(sequences.count(), sequences.steps(), 1), sequences.values());
  }
}
