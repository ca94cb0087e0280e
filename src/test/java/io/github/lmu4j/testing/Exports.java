package io.github.lmu4j.testing;

import io.github.lmu4j.io.JsonText;
import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.ModelFormat;
import io.github.lmu4j.io.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes every fixture in every form that can hold it, for {@code python-interop/check_exports.py}
 * to load: {@code <folder>/<world>/<case>/<file>}, and beside them {@code outcomes.json}, which
 * tells for each form its file or why there is none.
 *
 * <p>Cases that have outcomes already are left as they are.
 */
public final class Exports {

  /** Where each form goes. */
  private static final Map<ModelFormat, String> FILES =
      Map.of(
          ModelFormat.KERAS, "model.keras",
          ModelFormat.KERAS2, "keras2.keras",
          ModelFormat.KERAS3_H5, "keras3.h5",
          ModelFormat.KERAS2_H5, "keras2.h5",
          ModelFormat.KERAS3_WEIGHTS, "keras3.weights.h5",
          ModelFormat.KERAS2_WEIGHTS, "keras2.weights.h5",
          ModelFormat.LEGACY_WEIGHTS, "legacy_weights.h5",
          ModelFormat.CHECKPOINT, "checkpoint/model",
          ModelFormat.SAVED_MODEL, "saved_model",
          ModelFormat.NPZ, "weights.npz");

  private Exports() {}

  /**
   * Writes the fixtures of both worlds.
   *
   * @param args the folder, then names of cases such as {@code keras3/lmu-dense}; all without any
   * @throws IOException if a folder cannot be written
   */
  public static void main(String[] args) throws IOException {
    List<String> wanted = List.of(args).subList(1, args.length);
    for (String world : List.of("keras2", "keras3")) {
      for (Path fixture : Fixture.folders(world)) {
        Path folder = Path.of(args[0]).resolve(world).resolve(fixture.getFileName());
        Path outcomes = folder.resolve("outcomes.json");
        boolean asked = wanted.isEmpty() || wanted.contains(Fixture.name(fixture));
        if (asked && !Files.exists(outcomes)) {
          Files.createDirectories(folder);
          Files.writeString(outcomes, JsonText.of(export(read(fixture), world, folder)));
        }
      }
    }
    if (wanted.isEmpty()) {
      PyTorchExports.main(args);
      NengoDlExports.main(args);
    }
  }

  /** The archive, which nearly every case has; else the weights of its numbers. */
  private static LoadedModel read(Path fixture) throws IOException {
    Path archive = fixture.resolve(Form.KERAS.key());
    if (Files.exists(archive)) {
      return ModelFile.read(archive);
    }
    Parity parity = Parity.of(fixture);
    KerasConfig config = parity.config();
    Path weights = Files.createTempFile("weights", ".npz");
    try {
      Npz.write(weights, parity.weights().values());
      return ModelFile.read(weights, config);
    } finally {
      Files.delete(weights);
    }
  }

  private static Map<String, String> export(LoadedModel model, String world, Path folder) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (ModelFormat format : ModelFormat.values()) {
      Optional<String> file = Optional.ofNullable(FILES.get(format)).filter(f -> fits(f, world));
      if (file.isPresent()) {
        try {
          Files.createDirectories(folder.resolve(file.get()).toAbsolutePath().getParent());
          ModelFile.write(folder.resolve(file.get()), model, format, false);
          outcomes.put(file.get(), "written");
        } catch (IOException | RuntimeException e) {
          outcomes.put(file.get(), String.valueOf(e.getMessage()));
        }
      }
    }
    return outcomes;
  }

  /** What the Keras of the other world reads is of no use to a model of this one. */
  private static boolean fits(String file, String world) {
    boolean keras2 = file.startsWith("keras2") || file.startsWith("checkpoint");
    return world.equals("keras2") ? !file.startsWith("keras3") : !keras2;
  }
}
