package io.github.lmu4j.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.lmu4j.model.Call;
import io.github.lmu4j.model.Input;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Value;
import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/** Writes a model as Keras 3 writes a graph of layers; a chain is a graph too. */
final class ModelWriter {

  /** What comes after the first input of these is the state that they begin with. */
  private static final Set<String> TAKING_STATE = Set.of("RNN", "Bidirectional");

  private final Model model;
  private final DType type;
  private final List<List<Shape>> shapes;

  /** Name of the layer and number of its call, for every node. */
  private final List<String> makers = new ArrayList<>();

  private final List<Integer> numbers = new ArrayList<>();

  private ModelWriter(Model model, DType type) {
    this.model = model;
    this.type = type;
    shapes = model.nodeShapes();
    for (Input input : model.inputs()) {
      makers.add(input.name());
      numbers.add(0);
    }
    Map<String, Integer> calls = new LinkedHashMap<>();
    for (Call call : model.calls()) {
      makers.add(call.layer());
      numbers.add(calls.merge(call.layer(), 1, Integer::sum) - 1);
    }
  }

  static void write(Model model, ConfigWriter out) {
    new ModelWriter(model, out.type()).writeTo(out);
  }

  private void writeTo(ConfigWriter out) {
    JsonArray layers = new JsonArray();
    model.inputs().forEach(input -> layers.add(inputLayer(input)));
    model
        .layers()
        .forEach(
            (name, layer) -> {
              JsonObject object = out.object(KerasLayers.ALL, layer, name, out.below(name));
              object.addProperty("name", name);
              boolean takesState = TAKING_STATE.contains(object.get("class_name").getAsString());
              object.add("inbound_nodes", inboundNodes(name, takesState));
              layers.add(object);
            });
    JsonArray inputs = new JsonArray();
    for (int i = 0; i < model.inputs().size(); i++) {
      inputs.add(history(new Value(i, 0)));
    }
    JsonArray outputs = new JsonArray();
    model.outputs().forEach(value -> outputs.add(history(value)));
    out.put("layers", layers).put("input_layers", inputs).put("output_layers", outputs);
  }

  private JsonObject inputLayer(Input input) {
    JsonObject config = new JsonObject();
    config.add("batch_shape", ConfigWriter.openShape(input.shape().prepend(input.batchSize())));
    config.addProperty("dtype", type.kerasName());
    config.addProperty("sparse", false);
    config.addProperty("ragged", false);
    config.addProperty("name", input.name());
    JsonObject object = ConfigWriter.object("keras.layers", "InputLayer", config);
    object.addProperty("name", input.name());
    object.add("inbound_nodes", new JsonArray());
    return object;
  }

  private JsonArray inboundNodes(String layer, boolean takesState) {
    JsonArray nodes = new JsonArray();
    for (Call call : model.calls()) {
      if (call.layer().equals(layer)) {
        JsonArray tensors = new JsonArray();
        call.inputs().forEach(value -> tensors.add(tensor(value)));
        JsonArray args = new JsonArray();
        JsonObject keywords = new JsonObject();
        if (takesState && tensors.size() > 1) {
          args.add(tensors.remove(0));
          keywords.add("initial_state", tensors);
        } else {
          // A layer of one input takes the value itself, one of several takes a list.
          args.add(tensors.size() == 1 ? tensors.get(0) : tensors);
        }
        JsonObject node = new JsonObject();
        node.add("args", args);
        node.add("kwargs", keywords);
        nodes.add(node);
      }
    }
    return nodes;
  }

  private JsonObject tensor(Value value) {
    JsonObject config = new JsonObject();
    config.add("shape", ConfigWriter.openShape(shapes.get(value.node()).get(value.output())));
    config.addProperty("dtype", type.kerasName());
    config.add("keras_history", history(value));
    JsonObject tensor = new JsonObject();
    tensor.addProperty("class_name", "__keras_tensor__");
    tensor.add("config", config);
    return tensor;
  }

  private JsonArray history(Value value) {
    JsonArray history = new JsonArray();
    history.add(makers.get(value.node()));
    history.add(numbers.get(value.node()));
    history.add(value.output());
    return history;
  }
}
