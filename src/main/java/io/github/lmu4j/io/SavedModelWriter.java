package io.github.lmu4j.io;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.ModelGraph;
import io.github.lmu4j.ops.FilterMethod;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weight;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Writes a model as a SavedModel with the signature {@code serving_default}, whose inputs and
 * outputs have the names that the model gives them and whose batch size is free, and, of models
 * that run along streams, the signature {@code step}: one time step, states in and out.
 *
 * <p>{@code assets.extra}, a folder that TensorFlow leaves alone, has {@code config.json}, the
 * model's configuration, from which this library makes the model again, {@code optimizer.npz}, the
 * state of the optimizer where there is one, and {@code lmu4j.json} with versions.
 *
 * <p>Memories are computed in the fastest way; but those of a model of Keras 2 as Keras does, in
 * the frequency domain, because the rounding of its TensorFlow's Fourier transform is larger than
 * that of all else.
 */
public final class SavedModelWriter {

  private static final Logger LOG = LoggerFactory.getLogger(SavedModelWriter.class);

  private SavedModelWriter() {}

  /**
   * Writes a model; one that Keras does not have is written without a configuration.
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
    into(folder, LoadedModel.of(model, weights, type));
  }

  /**
   * Writes a model into a folder that is being made, beside other files. One that Keras does not
   * have is written without a configuration.
   *
   * @param folder an existing folder without a SavedModel
   * @param model the model
   * @throws IOException if the folder cannot be written
   */
  public static void into(Path folder, LoadedModel model) throws IOException {
    boolean keras2 = model.config().version() == KerasVersion.KERAS2;
    FilterMethod filter = keras2 ? FilterMethod.FFT : FilterMethod.AUTO;
    export(folder, model.model(), model.weights(), model.type(), filter);
    if (model.config().isKeras()) {
      SavedModelExtra.write(folder, model);
    } else {
      LOG.info(
          "{}: this SavedModel runs, but cannot be trained again: Keras has none like it", folder);
    }
    if (!model.weights().paths().isEmpty()) {
      Weights written = TensorFlowCheckpoint.read(SavedModel.variables(folder), model.config());
      CheckedFile.requireSame(folder, written, model, false);
    }
    SavedModelCheck.check(folder);
  }

  static void write(Path folder, LoadedModel model) throws IOException {
    AtomicFolder.write(folder, beside -> into(beside, model));
  }

  private static void export(
      Path folder, Model model, Weights weights, DType type, FilterMethod filter)
      throws IOException {
    if (type == DType.FLOAT64) {
      export(folder, model, weights, TFloat64.class, filter);
    } else {
      export(folder, model, weights, TFloat32.class, filter);
    }
  }

  private static <T extends TFloating> void export(
      Path folder, Model model, Weights weights, Class<T> type, FilterMethod filter)
      throws IOException {
    try (Graph graph = new Graph()) {
      ModelGraph<T> built = ModelGraph.build(model, graph, type, 0);
      Map<String, SignatureDef> signatures = new HashMap<>();
      signatures.put(SavedModel.DEFAULT_SIGNATURE, whole(built, filter));
      try {
        signatures.put(StepSignature.NAME, StepSignature.of(built));
      } catch (IllegalArgumentException e) {
        LOG.info("{}: no signature {}: {}", folder, StepSignature.NAME, e.getMessage());
      }
      Map<String, Array> values = new LinkedHashMap<>(fitting(built, weights.cast(DType.of(type))));
      values.putAll(built.zeroStates().values());
      Set<String> trainable =
          built.weights().trainableWeights().stream().map(Weight::path).collect(Collectors.toSet());
      new ServingGraph(graph.toGraphDef(), signatures, new Weights(values), trainable)
          .write(folder);
    }
  }

  /** The signature of whole sequences. */
  private static <T extends TFloating> SignatureDef whole(
      ModelGraph<T> built, FilterMethod filter) {
    ServingSignature signature = new ServingSignature(built.tf());
    for (int i = 0; i < built.inputs().size(); i++) {
      signature.input(built.model().inputs().get(i).name(), built.inputs().get(i));
    }
    List<String> names = built.model().outputNames();
    List<Operand<T>> outputs = built.predictions(filter);
    for (int i = 0; i < names.size(); i++) {
      signature.output(names.get(i), outputs.get(i));
    }
    return signature.build();
  }

  private static <T extends TFloating> Map<String, Array> fitting(
      ModelGraph<T> built, Weights weights) {
    Map<String, Array> values = new LinkedHashMap<>();
    for (Weight<T> weight : built.weights().weights()) {
      Array value = weights.get(weight.path());
      if (!value.shape().equals(weight.shape())) {
        throw new IllegalArgumentException(
            "weight %s must have shape %s (got %s)"
                .formatted(weight.path(), weight.shape(), value));
      }
      values.put(weight.path(), value);
    }
    if (!values.keySet().equals(weights.paths())) {
      throw new IllegalArgumentException(
          "weights must be %s (got %s)".formatted(values.keySet(), weights.paths()));
    }
    return values;
  }
}
