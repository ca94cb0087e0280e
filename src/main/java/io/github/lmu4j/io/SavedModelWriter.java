package io.github.lmu4j.io;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.ModelGraph;
import io.github.lmu4j.model.VariableStore;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Writes a model as a SavedModel with the signature {@code serving_default}, whose inputs and
 * outputs have the names that the model gives them and whose batch size is free.
 */
public final class SavedModelWriter {

  private SavedModelWriter() {}

  /**
   * Writes a model.
   *
   * @param folder where the SavedModel is wanted; replaced if it exists
   * @param model the model
   * @param weights its weights
   * @param type dtype that the SavedModel computes in: float32 or float64
   * @throws IOException if the folder cannot be written; nothing is left half-written
   */
  public static void write(Path folder, Model model, Weights weights, DType type)
      throws IOException {
    AtomicFolder.write(folder, beside -> into(beside, model, weights, type));
  }

  /**
   * Writes a model into a folder that is being made, beside other files.
   *
   * @param folder an existing folder without a SavedModel
   * @param model the model
   * @param weights its weights
   * @param type dtype that the SavedModel computes in: float32 or float64
   * @throws IOException if the folder cannot be written
   */
  public static void into(Path folder, Model model, Weights weights, DType type)
      throws IOException {
    if (type == DType.FLOAT64) {
      export(folder, model, weights, TFloat64.class);
    } else {
      export(folder, model, weights, TFloat32.class);
    }
  }

  private static <T extends TFloating> void export(
      Path folder, Model model, Weights weights, Class<T> type) throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      ModelGraph<T> built = ModelGraph.build(model, graph, type, 0);
      VariableStore store = VariableStore.of(built);
      VariableStore states = new VariableStore(built.tf(), built.weights().states());
      List<Operand<T>> outputs = built.predictions();
      Signature.Builder signature = Signature.builder(SavedModel.DEFAULT_SIGNATURE);
      for (int i = 0; i < model.inputs().size(); i++) {
        signature.input(model.inputs().get(i).name(), built.inputs().get(i));
      }
      List<String> names = model.outputNames();
      for (int i = 0; i < names.size(); i++) {
        signature.output(names.get(i), outputs.get(i));
      }
      store.assign(session, weights.cast(DType.of(type)));
      states.assign(session, built.zeroStates());
      SavedModelBundle.exporter(folder.toString())
          .withSession(session)
          .withSignature(signature.build())
          .export();
    }
  }
}
