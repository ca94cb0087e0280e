package io.github.lmu4j.testing;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.ndarray.Shape;

/**
 * A process of its own that loads a model and predicts, again and again, and prints how much native
 * memory that has cost. Its heap is of a fixed size and touched when it begins, so that whatever
 * resident memory is added later is native.
 */
public final class RepeatedLoads {

  private static final int LOADS = 200;

  /** By then TensorFlow has made its threads and what it keeps for good. */
  private static final int WARM_UP = 60;

  private RepeatedLoads() {}

  /** Arguments: a {@code .keras} file, and a SavedModel folder, of one input each. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    Array x;
    long pointers = 0;
    long resident = 0;
    for (int i = 0; i < LOADS; i++) {
      if (i == WARM_UP) {
        pointers = bytesOfPointers();
        resident = resident();
      }
      LoadedModel loaded = ModelFile.read(file);
      Shape shape = loaded.model().inputs().get(0).shape().prepend(2);
      x = LayerRun.random(shape.asArray());
      try (Predictor predictor = Predictor.of(loaded.model(), loaded.weights(), loaded.type());
          SavedModel model = SavedModel.open(folder)) {
        predictor.predict(x);
        String input = loaded.model().inputs().get(0).name();
        model.run(SavedModel.DEFAULT_SIGNATURE, Map.of(input, x.cast(loaded.type())));
      }
    }
    System.out.println(bytesOfPointers() - pointers);
    System.out.println(resident() - resident);
  }

  /** What JavaCPP knows of, after it has let go of what nobody refers to. */
  private static long bytesOfPointers() {
    System.gc();
    return Pointer.totalBytes();
  }

  /** Resident memory that is no file's; 0 where Linux is not. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("RssAnon"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
