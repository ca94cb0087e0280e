package io.github.lmu4j.examples;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs a SavedModel, such as Keras or this library writes it, on the arrays of a file. */
public final class LoadAndPredict {

  private LoadAndPredict() {}

  /**
   * Predicts and prints the outputs' names and shapes.
   *
   * @param args the SavedModel's folder, and a {@code .npz} with one array for each input
   * @throws IOException if a file cannot be read or is not what it should be
   */
  public static void main(String[] args) throws IOException {
    // README begins
    Map<String, Array> inputs = Npz.read(Path.of(args[1]));
    try (SavedModel model = SavedModel.open(Path.of(args[0]))) {
      Map<String, Array> outputs = model.run("serving_default", inputs);
      outputs.forEach((name, array) -> System.out.println(name + " " + array));
    }
    // README ends
  }
}
