package io.github.lmu4j.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.VariableDef;

/**
 * A SavedModel as any server runs it: through TensorFlow Java and its signatures alone.
 *
 * @param bundle the model
 */
public record ServedModel(SavedModelBundle bundle) implements AutoCloseable {

  private static final String NEXT = "next_";

  /** Loads a folder. */
  public static ServedModel load(Path folder) {
    return new ServedModel(SavedModelBundle.load(folder.toString()));
  }

  /** Whether there is a signature of this name. */
  public boolean has(String signature) {
    return bundle.signatures().stream().anyMatch(each -> each.key().equals(signature));
  }

  /** The names of the variables that a collection of the graph lists. */
  public List<String> collection(String name) throws InvalidProtocolBufferException {
    List<String> names = new ArrayList<>();
    for (ByteString bytes :
        bundle.metaGraphDef().getCollectionDefOrThrow(name).getBytesList().getValueList()) {
      names.add(VariableDef.parseFrom(bytes).getVariableName().replace(":0", ""));
    }
    return names;
  }

  /** The types of the graph's operations. */
  public Set<String> operations() {
    Set<String> types = new HashSet<>();
    bundle.graph().operations().forEachRemaining(operation -> types.add(operation.type()));
    return types;
  }

  /** Calls a signature. */
  public Map<String, Array> call(String signature, Map<String, Array> inputs) {
    Map<String, Tensor> tensors = new HashMap<>();
    inputs.forEach((name, array) -> tensors.put(name, array.toTensor()));
    try (var result = bundle.function(signature).call(tensors)) {
      Map<String, Array> outputs = new LinkedHashMap<>();
      result.forEach(output -> outputs.put(output.getKey(), Array.of(output.getValue())));
      return outputs;
    } finally {
      tensors.values().forEach(Tensor::close);
    }
  }

  /**
   * Calls {@code step} once a time step, beginning with zeros.
   *
   * @param inputs sequences by name, (batch, time, ...)
   * @return by output name, what each step gave
   */
  public Map<String, List<Array>> stepThrough(Map<String, Array> inputs) {
    Signature signature = bundle.function("step").signature();
    Shape shape = inputs.values().iterator().next().shape();
    Map<String, Array> states = new HashMap<>();
    signature
        .getInputs()
        .forEach(
            (name, tensor) -> {
              if (!inputs.containsKey(name)) {
                DType type = tensor.dataType == DataType.DT_DOUBLE ? DType.FLOAT64 : DType.FLOAT32;
                states.put(name, Array.zeros(tensor.shape.tail().prepend(shape.get(0)), type));
              }
            });
    Map<String, List<Array>> outputs = new LinkedHashMap<>();
    for (int step = 0; step < shape.get(1); step++) {
      Map<String, Array> values = new HashMap<>(states);
      for (var input : inputs.entrySet()) {
        Array now = TestArrays.step(input.getValue(), step);
        values.put(input.getKey(), now.cast(input.getValue().type()));
      }
      Map<String, Array> results = call("step", values);
      for (String name : List.copyOf(states.keySet())) {
        states.put(name, Objects.requireNonNull(results.remove(NEXT + name), name));
      }
      results.forEach(
          (name, value) -> outputs.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
    }
    return outputs;
  }

  @Override
  public void close() {
    bundle.close();
  }
}
