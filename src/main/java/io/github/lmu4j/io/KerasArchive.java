package io.github.lmu4j.io;

import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keras' {@code .keras}: a zip file of {@code config.json}, {@code model.weights.h5} and {@code
 * metadata.json}, read in memory.
 */
final class KerasArchive {

  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";
  private static final String METADATA = "metadata.json";

  private KerasArchive() {}

  static LoadedModel read(Path file, Precision precision) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      Json config = JsonReader.read(archive.place(CONFIG), archive.read(CONFIG));
      String number = version(archive, config);
      KerasConfig read = KerasConfig.read(config, KerasVersion.of(number), precision);
      try (Hdf5File hdf5 = Hdf5File.of(archive.place(WEIGHTS), archive.read(WEIGHTS))) {
        Weights weights = KerasWeightsFile.read(hdf5.root(), read);
        return new LoadedModel(
            read,
            weights,
            "Keras archive (.keras)",
            Optional.of(number),
            optimizer(read, hdf5.root()));
      }
    }
  }

  private static Optional<SavedOptimizer> optimizer(KerasConfig config, Hdf5Group root)
      throws ModelFormatException {
    Optional<Json> compiled = config.json().find("compile_config").filter(Json::isObject);
    Optional<Json> optimizer =
        compiled.isPresent() ? compiled.get().find("optimizer") : Optional.empty();
    return optimizer.filter(Json::isObject).isPresent()
        ? Optional.of(OptimizerReader.ofArchive(config, optimizer.get(), root.find("optimizer")))
        : Optional.empty();
  }

  private static String version(ZipArchive archive, Json config) throws IOException {
    if (!archive.names().contains(METADATA)) {
      return KerasVersion.of(config) == KerasVersion.KERAS2 ? "2" : "3";
    }
    Json metadata = JsonReader.read(archive.place(METADATA), archive.read(METADATA));
    Optional<Json> number = metadata.find("keras_version");
    return number.isPresent() ? number.get().text() : "3";
  }
}
