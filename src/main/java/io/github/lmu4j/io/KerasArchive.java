package io.github.lmu4j.io;

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

  static LoadedModel read(Path file) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      Json config = JsonReader.read(archive.place(CONFIG), archive.read(CONFIG));
      String number = version(archive, config);
      KerasConfig read = KerasConfig.read(config, KerasVersion.of(number));
      try (Hdf5File hdf5 = Hdf5File.of(archive.place(WEIGHTS), archive.read(WEIGHTS))) {
        Weights weights = KerasWeightsFile.read(hdf5.root(), read);
        return new LoadedModel(
            read.model(), weights, read.type(), "Keras %s archive (.keras)".formatted(number));
      }
    }
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
