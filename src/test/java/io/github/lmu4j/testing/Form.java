package io.github.lmu4j.testing;

import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The forms in which Keras saves a model, of which a fixture has those that its size allows. */
public enum Form {
  /**
   * The configuration, as {@code model.to_json()} gives it; the weights are those of the numbers.
   */
  CONFIG("config.json", "config.json"),
  /** Keras' own archive. */
  KERAS("model.keras", "model.keras"),
  /** A whole model in HDF5. */
  H5("model.h5", "model.h5"),
  /** Weights alone, as Keras has saved them since 2.12. */
  WEIGHTS_H5("model.weights.h5", "model.weights.h5"),
  /** Weights alone, as Keras saved them before. */
  LEGACY_H5("legacy_weights.h5", "legacy_weights.h5"),
  /** A TensorFlow checkpoint. */
  CHECKPOINT("checkpoint/model", "checkpoint/model.index"),
  /** A SavedModel of Keras 2, rebuilt as a model that can be trained. */
  SAVED_MODEL("saved_model", "saved_model"),
  /** A SavedModel of Keras 2 that runs as it is. */
  SERVING("saved_model (serving_default)", "saved_model"),
  /** A SavedModel of Keras 3 that runs as it is. */
  EXPORT("export", "export");

  private final String key;
  private final String file;

  Form(String key, String file) {
    this.key = key;
    this.file = file;
  }

  /**
   * The name by which provenance.json tells what became of it.
   *
   * @return such as {@code model.keras}
   */
  public String key() {
    return key;
  }

  /**
   * The fixtures that have this form.
   *
   * @return their folders, Keras 2 first
   * @throws IOException if they cannot be listed
   */
  public List<Path> folders() throws IOException {
    return Stream.concat(Fixture.folders("keras2").stream(), Fixture.folders("keras3").stream())
        .filter(this::isIn)
        .toList();
  }

  private boolean isIn(Path folder) {
    boolean asked = this == CONFIG || Provenance.of(folder).forms().containsKey(key);
    return asked && Files.exists(folder.resolve(file));
  }

  /**
   * Reads a fixture's model.
   *
   * @param folder the fixture
   * @return model and weights
   * @throws IOException if the reader refuses the file
   */
  public LoadedModel read(Path folder) throws IOException {
    Path path = folder.resolve(key);
    return switch (this) {
      case KERAS, H5, SAVED_MODEL -> ModelFile.read(path);
      case WEIGHTS_H5, LEGACY_H5, CHECKPOINT ->
          ModelFile.read(path, KerasConfig.read(folder.resolve(CONFIG.key)));
      case CONFIG, SERVING, EXPORT -> throw new IllegalStateException("no file of " + this);
    };
  }
}
