package io.github.lmu4j.io;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Keras' {@code .keras}: a zip file of {@code config.json}, {@code model.weights.h5} and {@code
 * metadata.json}, read in memory.
 */
final class KerasArchive {

  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";
  private static final String METADATA = "metadata.json";
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss");

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
            optimizer(read, KerasTraining.optimizer(config), hdf5.root()),
            KerasTraining.loss(config.find(KerasTraining.COMPILED)),
            Map.of());
      }
    }
  }

  /** Writes an archive for a Keras: with the configuration as it is, if it has that form. */
  static void write(Path file, LoadedModel model, KerasVersion version, boolean half)
      throws IOException {
    KerasConfig config = model.config().in(version);
    JsonObject json = config.json().element().getAsJsonObject();
    if (version == KerasVersion.KERAS2) {
      completeForKeras2(json);
    }
    KerasTraining.replaceIn(json, model, version);
    Hdf5Tree root = new Hdf5Tree();
    KerasWeightsFile.put(root, config, model.weights(), version == KerasVersion.KERAS2, half);
    if (model.optimizer().isPresent()) {
      Hdf5Tree vars = root.group("optimizer/vars");
      int number = 0;
      for (Array variable :
          OptimizerVariables.inOrder(model.optimizer().get(), config, version).values()) {
        vars.put(Integer.toString(number++), variable);
      }
    }
    JsonObject metadata = new JsonObject();
    metadata.addProperty("keras_version", version.number());
    metadata.addProperty("date_saved", DATE.format(LocalDateTime.now(ZoneOffset.UTC)));
    metadata.addProperty("lmu4j_version", LibraryVersion.text());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, METADATA, text(metadata));
      put(zip, CONFIG, text(json));
      put(zip, WEIGHTS, Hdf5Writer.write(root));
    }
  }

  /**
   * Gives the configuration of an older file the module that archives tell, and leaves out what
   * layers were built with: inputs say it, and by that Keras 2 cannot build an LMU, not from its
   * own files either.
   */
  private static void completeForKeras2(JsonObject json) {
    if (!json.has("module")) {
      boolean sequential = json.get("class_name").getAsString().equals("Sequential");
      json.addProperty("module", sequential ? "keras" : "keras.src.engine.functional");
      json.addProperty("registered_name", sequential ? null : "Functional");
    }
    removeBuilds(json);
  }

  private static void removeBuilds(JsonElement json) {
    if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(KerasArchive::removeBuilds);
    } else if (json.isJsonObject()) {
      JsonObject object = json.getAsJsonObject();
      object.remove("build_config");
      object.asMap().values().forEach(KerasArchive::removeBuilds);
    }
  }

  private static byte[] text(JsonObject json) {
    return KerasTraining.text(json).getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static Optional<SavedOptimizer> optimizer(
      KerasConfig config, Optional<Json> optimizer, Hdf5Group root) throws ModelFormatException {
    return optimizer.isPresent()
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
