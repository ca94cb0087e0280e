package io.github.lmu4j.testing;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.NengoDlFile;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the networks of NengoDL back, as they were and trained further, for {@code
 * python-interop/check_nengodl.py}: {@code <folder>/nengodl/<case>/lmu_params.npz}, {@code
 * trained.npz}, and the latter's logits in {@code predictions.npz}.
 */
public final class NengoDlExports {

  private static final int EPOCHS = 10;

  private NengoDlExports() {}

  /**
   * Writes all cases.
   *
   * @param args the folder
   * @throws IOException if something cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    List<Path> fixtures;
    try (Stream<Path> paths = Files.list(Path.of("models", "fixtures", "nengodl"))) {
      fixtures = paths.sorted().toList();
    }
    for (Path fixture : fixtures) {
      Path folder = Path.of(args[0]).resolve("nengodl").resolve(fixture.getFileName());
      export(fixture, Files.createDirectories(folder));
    }
  }

  private static void export(Path fixture, Path folder) throws IOException {
    LoadedModel loaded = NengoDlFile.read(fixture.resolve("lmu_params.npz"));
    NengoDlFile.write(folder.resolve("lmu_params.npz"), loaded);
    Map<String, Array> data = Npz.read(fixture.resolve("data.npz"));
    Array x = Objects.requireNonNull(data.get("x"));
    Array labels = Objects.requireNonNull(data.get("labels"));
    try (Trainer trainer =
        Trainer.builder(loaded.model())
            .weights(loaded.weights())
            .optimizer(OptimizerConfig.adam(0.01))
            .loss(new SparseCategoricalCrossentropy(true))
            .build()) {
      trainer.fit(Dataset.of(x, labels), FitOptions.epochs(EPOCHS));
      LoadedModel trained =
          new LoadedModel(
              loaded.config(),
              trainer.weights(),
              loaded.format(),
              Optional.empty(),
              Optional.empty());
      NengoDlFile.write(folder.resolve("trained.npz"), trained);
      MeasuredModel run =
          MeasuredModel.of(loaded.model(), loaded.type(), trainer.weights(), List.of(x), List.of());
      Npz.write(folder.resolve("predictions.npz"), Map.of("y", run.outputs().get(0)));
    }
  }
}
