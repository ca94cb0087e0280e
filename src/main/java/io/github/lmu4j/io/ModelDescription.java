package io.github.lmu4j.io;

import io.github.lmu4j.model.Input;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** Describes a model that was read: its format, layers with their arguments, shapes, weights. */
final class ModelDescription {

  private final LoadedModel loaded;
  private final Model model;

  ModelDescription(LoadedModel loaded) {
    this.loaded = loaded;
    model = loaded.model();
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", loaded.format());
    loaded.version().ifPresent(version -> tree.put("version", version));
    tree.put("trainable here", true);
    tree.putAll(loaded.notes());
    tree.put("name", model.name());
    tree.put("dtype", loaded.type().kerasName());
    Map<String, Object> inputs = new LinkedHashMap<>();
    for (Input input : model.inputs()) {
      inputs.put(input.name(), text(input.shape().prepend(input.batchSize())));
    }
    tree.put("inputs", inputs);
    List<List<Shape>> nodes = model.nodeShapes();
    Map<String, Object> outputs = new LinkedHashMap<>();
    List<String> names = model.outputNames();
    for (int i = 0; i < names.size(); i++) {
      var value = model.outputs().get(i);
      outputs.put(names.get(i), text(nodes.get(value.node()).get(value.output())));
    }
    tree.put("outputs", outputs);
    tree.put("layers", layers(nodes));
    Map<String, Object> variables = new LinkedHashMap<>();
    long trained = 0;
    for (Map.Entry<String, Array> weight : loaded.weights().values().entrySet()) {
      boolean trainable = loaded.config().isTrained(weight.getKey());
      variables.put(weight.getKey(), text(weight.getValue().shape()) + (trainable ? "" : " fixed"));
      trained += trainable ? weight.getValue().size() : 0;
    }
    tree.put("variables", variables);
    tree.put("parameters", loaded.weights().parameters());
    tree.put("trainable parameters", trained);
    loaded.optimizer().ifPresent(optimizer -> tree.put("optimizer", describe(optimizer)));
    return tree;
  }

  private static Map<String, Object> describe(SavedOptimizer optimizer) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("type", optimizer.className());
    described.putAll(optimizer.settings());
    if (optimizer.state().paths().contains(OptimizerVariables.STEP)) {
      described.put("steps done", optimizer.state().get(OptimizerVariables.STEP).longAt(0));
    }
    return described;
  }

  private Map<String, Object> layers(List<List<Shape>> nodes) {
    Map<String, Object> arguments = loaded.config().layerArguments();
    Map<String, Object> described = new LinkedHashMap<>();
    model
        .layers()
        .forEach(
            (name, layer) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("type", layer.kerasName());
              row.put("output", shapes(name, nodes));
              row.put("parameters", loaded.weights().under(name).parameters());
              row.put("arguments", arguments.getOrDefault(name, Map.of()));
              described.put(name, row);
            });
    return described;
  }

  /** The shapes of a layer's outputs at its first call. */
  private List<String> shapes(String layer, List<List<Shape>> nodes) {
    List<String> shapes = new ArrayList<>();
    for (int i = 0; i < model.calls().size() && shapes.isEmpty(); i++) {
      if (model.calls().get(i).layer().equals(layer)) {
        nodes.get(model.inputs().size() + i).forEach(shape -> shapes.add(text(shape)));
      }
    }
    return shapes;
  }

  private static String text(Shape shape) {
    List<String> sizes = new ArrayList<>();
    for (long size : shape.asArray()) {
      sizes.add(size == Shape.UNKNOWN_SIZE ? "None" : Long.toString(size));
    }
    return "(" + String.join(", ", sizes) + ")";
  }
}
