package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.GraphOperation;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/**
 * A SavedModel folder, run as it is through its signatures.
 *
 * <pre>{@code
 * try (SavedModel model = SavedModel.open(folder)) {
 *   Map<String, Array> outputs = model.run("serving_default", Map.of("input", x));
 * }
 * }</pre>
 */
public final class SavedModel implements AutoCloseable {

  /** The signature that is meant where none is named. */
  public static final String DEFAULT_SIGNATURE = "serving_default";

  private final Path folder;
  private final SavedModelBundle bundle;
  private final Map<String, Signature> signatures = new TreeMap<>();

  private SavedModel(Path folder, SavedModelBundle bundle) {
    this.folder = folder;
    this.bundle = bundle;
    for (Signature signature : bundle.signatures()) {
      // Python's exporter adds a signature that only initializes.
      if (!signature.outputNames().isEmpty() && !signature.key().startsWith("__saved_model")) {
        signatures.put(signature.key(), signature);
      }
    }
  }

  /**
   * Tells a SavedModel by its files.
   *
   * @param path any path
   * @return whether it is a folder with a {@code saved_model.pb}
   */
  public static boolean isSavedModel(Path path) {
    AtomicFolder.recover(path);
    return Files.isRegularFile(path.resolve("saved_model.pb"));
  }

  /** What the names of the files with a SavedModel's variables begin with. */
  static Path variables(Path folder) {
    return folder.resolve("variables").resolve("variables");
  }

  /**
   * Opens a SavedModel whose operations only compute: a graph with others is refused, since it may
   * come from anywhere.
   *
   * @param folder folder with {@code saved_model.pb} and {@code variables}
   * @return the model, which the caller closes
   * @throws ModelFormatException if the folder holds no SavedModel that TensorFlow can load, or one
   *     that could touch files
   * @throws IOException if it cannot be read
   */
  public static SavedModel open(Path folder) throws IOException {
    requireOne(folder);
    SavedModelCheck.check(folder);
    return load(folder);
  }

  /**
   * Opens a SavedModel that may do whatever TensorFlow can: read and write files, and more.
   *
   * @param folder folder with {@code saved_model.pb} and {@code variables}, from a trusted source
   * @return the model, which the caller closes
   * @throws ModelFormatException if the folder holds no SavedModel that TensorFlow can load
   */
  public static SavedModel openTrusted(Path folder) throws ModelFormatException {
    requireOne(folder);
    return load(folder);
  }

  private static void requireOne(Path folder) throws ModelFormatException {
    if (!isSavedModel(folder)) {
      throw new ModelFormatException(
          folder.toString(), "a SavedModel folder with saved_model.pb", "none");
    }
  }

  private static SavedModel load(Path folder) throws ModelFormatException {
    try {
      return new SavedModel(folder, SavedModelBundle.load(folder.toString()));
    } catch (RuntimeException e) {
      // Not all of TensorFlow's exceptions are of one class: a wrong graph is an illegal argument.
      throw new ModelFormatException(
          folder.toString(), "a SavedModel that TensorFlow loads", firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * All signatures by name.
   *
   * @return signatures in alphabetical order
   */
  public Map<String, Signature> signatures() {
    return Map.copyOf(signatures);
  }

  /**
   * One signature.
   *
   * @param name name of the signature
   * @return the signature
   * @throws IllegalArgumentException if there is none of that name
   */
  public Signature signature(String name) {
    Signature found = signatures.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s: expected a signature among %s (got %s)"
              .formatted(folder, signatures.keySet(), name));
    }
    return found;
  }

  /**
   * Runs a signature.
   *
   * @param name name of the signature
   * @param inputs array by the signature's input names; converted to the signature's dtypes
   * @return array by the signature's output names, in alphabetical order
   * @throws IllegalArgumentException if names or shapes do not fit the signature
   */
  public Map<String, Array> run(String name, Map<String, Array> inputs) {
    Signature signature = signature(name);
    Map<String, Signature.TensorDescription> expected = signature.getInputs();
    if (!expected.keySet().equals(inputs.keySet())) {
      throw new IllegalArgumentException(
          "%s: signature %s takes inputs %s (got %s)"
              .formatted(folder, name, expected.keySet(), inputs.keySet()));
    }
    Map<String, Signature.TensorDescription> outputs = new TreeMap<>(signature.getOutputs());
    List<Tensor> tensors = new ArrayList<>();
    try {
      var runner = bundle.session().runner();
      for (var input : expected.entrySet()) {
        Array array = fit(input.getKey(), input.getValue(), inputs);
        Tensor tensor = array.toTensor();
        tensors.add(tensor);
        runner.feed(input.getValue().name, tensor);
      }
      outputs.values().forEach(output -> runner.fetch(output.name));
      try (var result = runner.run()) {
        Map<String, Array> arrays = new LinkedHashMap<>();
        int i = 0;
        for (String output : outputs.keySet()) {
          arrays.put(output, Array.of(result.get(i++)));
        }
        return arrays;
      }
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  private Array fit(String name, Signature.TensorDescription expected, Map<String, Array> inputs) {
    Array array = java.util.Objects.requireNonNull(inputs.get(name));
    if (!array.shape().isCompatibleWith(expected.shape)) {
      throw new IllegalArgumentException(
          "%s: input %s must have shape %s (got %s)"
              .formatted(folder, name, expected.shape, array.shape()));
    }
    return switch (expected.dataType) {
      case DT_FLOAT -> array.cast(DType.FLOAT32);
      case DT_DOUBLE -> array.cast(DType.FLOAT64);
      case DT_INT32 -> array.toInt32();
      default -> array;
    };
  }

  /**
   * Describes the model for people and programs.
   *
   * @return a tree of maps, lists, texts and numbers: format, signatures, variables, parameters
   */
  public Map<String, Object> describe() {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("format", "SavedModel");
    described.put(
        "version", "TensorFlow " + bundle.metaGraphDef().getMetaInfoDef().getTensorflowVersion());
    Map<String, Object> keys = new LinkedHashMap<>();
    signatures.forEach(
        (name, signature) -> {
          Map<String, Object> sides = new LinkedHashMap<>();
          sides.put("inputs", tensors(signature.getInputs()));
          sides.put("outputs", tensors(signature.getOutputs()));
          keys.put(name, sides);
        });
    described.put("signatures", keys);
    Map<String, Object> variables = new TreeMap<>();
    long parameters = 0;
    for (var operations = bundle.graph().operations(); operations.hasNext(); ) {
      GraphOperation operation = operations.next();
      if (operation.type().equals("VariableV2") || operation.type().equals("VarHandleOp")) {
        Shape shape = operation.attributes().getAttrShape("shape");
        variables.put(operation.name(), shape.toString());
        parameters += shape.hasUnknownDimension() ? 0 : shape.size();
      }
    }
    described.put("variables", variables);
    described.put("parameters", parameters);
    return described;
  }

  private static Map<String, Object> tensors(Map<String, Signature.TensorDescription> sides) {
    Map<String, Object> described = new TreeMap<>();
    sides.forEach((name, tensor) -> described.put(name, tensor.dataType + " " + tensor.shape));
    return described;
  }

  @Override
  public void close() {
    bundle.close();
  }
}
