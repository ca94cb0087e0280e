package io.github.lmu4j.io;

import com.google.gson.JsonObject;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.TensorFlow;

/**
 * What this library keeps in {@code assets.extra}, a folder of SavedModels that TensorFlow leaves
 * alone: {@code config.json}, the configuration from which the model is made again, with how it was
 * compiled; {@code optimizer.npz}, the optimizer's variables by this library's paths; {@code
 * lmu4j.json}, versions.
 */
final class SavedModelExtra {

  private static final String FOLDER = "assets.extra";
  private static final String CONFIG = "config.json";
  private static final String OPTIMIZER = "optimizer.npz";

  private SavedModelExtra() {}

  /** The configuration in a SavedModel of this library; that of older ones is at the top. */
  static Optional<Path> config(Path folder) {
    return Stream.of(folder.resolve(FOLDER).resolve(CONFIG), folder.resolve(CONFIG))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Makes the model of a SavedModel again.
   *
   * @param folder the SavedModel
   * @param own its configuration
   */
  static LoadedModel read(Path folder, Path own, Precision precision) throws IOException {
    Json json = JsonReader.read(own);
    KerasConfig config = KerasConfig.read(json, KerasVersion.of(json), precision);
    return new LoadedModel(
        config,
        TensorFlowCheckpoint.read(SavedModel.variables(folder), config),
        "lmu4j SavedModel",
        Optional.empty(),
        optimizer(folder, config, KerasTraining.optimizer(json)),
        KerasTraining.loss(json.find(KerasTraining.COMPILED)),
        Map.of());
  }

  private static Optional<SavedOptimizer> optimizer(
      Path folder, KerasConfig config, Optional<Json> optimizer) throws IOException {
    if (optimizer.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.resolve(FOLDER).resolve(OPTIMIZER);
    Map<String, Array> state = Files.isRegularFile(file) ? Npz.read(file) : Map.of();
    return Optional.of(OptimizerReader.ofPaths(config, optimizer.get(), state));
  }

  /** Adds a model that Keras has to a SavedModel that is being made. */
  static void write(Path folder, LoadedModel model) throws IOException {
    Path extra = Files.createDirectories(folder.resolve(FOLDER));
    KerasConfig config = model.config();
    JsonObject json = config.own();
    // Some configurations do not show which Keras they are of.
    json.addProperty("keras_version", config.version().number());
    KerasTraining.replaceIn(json, model, config.version());
    Files.writeString(extra.resolve(CONFIG), KerasTraining.text(json));
    if (model.optimizer().isPresent()) {
      Npz.write(
          extra.resolve(OPTIMIZER),
          OptimizerVariables.inOrder(model.optimizer().get(), config, config.version()));
    }
    JsonObject versions = new JsonObject();
    versions.addProperty("lmu4j_version", LibraryVersion.text());
    versions.addProperty("tensorflow_version", TensorFlow.version());
    Files.writeString(extra.resolve("lmu4j.json"), KerasTraining.text(versions));
  }
}
