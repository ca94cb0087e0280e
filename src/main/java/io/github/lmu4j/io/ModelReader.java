package io.github.lmu4j.io;

import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.model.Call;
import io.github.lmu4j.model.Input;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** Reads Keras' models: chains and graphs of layers. */
final class ModelReader {

  private final LayerReader layers;
  private final Arguments arguments;
  private final String name;

  private ModelReader(Arguments arguments) throws ModelFormatException {
    this.arguments = arguments;
    layers = arguments.nested();
    name = arguments.required("name").text();
  }

  /** Reads a chain of layers. */
  static Model sequential(Arguments arguments) throws ModelFormatException {
    return new ModelReader(arguments).sequential();
  }

  /** Reads a graph of layers. */
  static Model functional(Arguments arguments) throws ModelFormatException {
    return new ModelReader(arguments).functional();
  }

  private Model sequential() throws ModelFormatException {
    List<Json> items = arguments.required("layers").list();
    Optional<Json> built = arguments.optional("build_input_shape");
    boolean hasInput = !items.isEmpty() && isInput(items.get(0));
    Input input;
    if (hasInput) {
      input = InputLayerReader.read(items.get(0), layers);
    } else {
      input = new Input(name + "_input", inputShape(items, built));
    }
    Map<String, Layer> named = new LinkedHashMap<>();
    List<Call> calls = new ArrayList<>();
    for (Json item : items.subList(hasInput ? 1 : 0, items.size())) {
      add(named, item);
      calls.add(new Call(lastName(named), List.of(new Value(calls.size(), 0))));
    }
    return new Model(name, List.of(input), named, calls, List.of(new Value(calls.size(), 0)));
  }

  private static String lastName(Map<String, Layer> named) {
    String last = "";
    for (String key : named.keySet()) {
      last = key;
    }
    return last;
  }

  private static boolean isInput(Json item) throws ModelFormatException {
    return KerasObject.of(item).className().equals("InputLayer");
  }

  /** A chain without an input layer takes its shape from wherever a version of Keras left it. */
  private Shape inputShape(List<Json> items, Optional<Json> built) throws ModelFormatException {
    if (!items.isEmpty()) {
      Json config = items.get(0).at("config");
      Optional<Json> first = config.find("batch_input_shape");
      if (first.isPresent()) {
        return InputLayerReader.withoutBatch(first.get());
      }
    }
    if (built.isPresent()) {
      return InputLayerReader.withoutBatch(built.get());
    }
    Optional<Json> build = arguments.object().json().find("build_config");
    if (build.isPresent() && build.get().find("input_shape").isPresent()) {
      return InputLayerReader.withoutBatch(build.get().at("input_shape"));
    }
    throw new ModelFormatException(
        arguments.object().config().place(),
        "a model that was built, with the shape of its input",
        "none");
  }

  private void add(Map<String, Layer> named, Json item) throws ModelFormatException {
    LayerReader.Named layer = layers.read(item);
    if (named.put(layer.name(), layer.layer()) != null) {
      throw new ModelFormatException(item.place(), "layers of different names", layer.name());
    }
  }

  private Model functional() throws ModelFormatException {
    Map<String, Layer> named = new LinkedHashMap<>();
    Map<String, Input> inputs = new LinkedHashMap<>();
    Map<String, List<InboundNodes.Call>> calls = new LinkedHashMap<>();
    KerasMasks masks = new KerasMasks();
    Wiring wiring = new Wiring(arguments.object().config().place());
    for (Json item : arguments.required("layers").list()) {
      String key = item.at("name").text();
      if (isInput(item)) {
        inputs.put(key, InputLayerReader.read(item, layers));
      } else if (!masks.take(item)) {
        add(named, item);
        if (!named.containsKey(key)) {
          throw item.at("name").unlike("the name in the layer's own configuration");
        }
        calls.put(key, InboundNodes.read(item.at("inbound_nodes")));
        wiring.addCalls(key, firstCall(item), calls.get(key));
      }
    }
    for (List<InboundNodes.Call> ofLayer : calls.values()) {
      for (InboundNodes.Call call : ofLayer) {
        masks.check(call, calls);
      }
    }
    List<Input> ordered = ordered(inputs);
    ordered.forEach(input -> wiring.addInput(input.name()));
    return wiring.model(
        name, ordered, named, KerasTensor.list(arguments.required("output_layers")));
  }

  /** Keras 2 counts the calls of a model in a model from 1: call 0 is that on its own inputs. */
  private int firstCall(Json item) throws ModelFormatException {
    KerasObject object = KerasObject.of(item);
    boolean hasOwnInputs =
        switch (object.className()) {
          case "Functional", "Model" -> true;
          case "Sequential" -> {
            List<Json> inner = object.config().at("layers").list();
            yield !inner.isEmpty() && isInput(inner.get(0));
          }
          default -> false;
        };
    return hasOwnInputs && layers.version() == KerasVersion.KERAS2 ? 1 : 0;
  }

  /** The inputs in the model's order, in which all must come. */
  private List<Input> ordered(Map<String, Input> inputs) throws ModelFormatException {
    Json order = arguments.required("input_layers");
    Map<String, Input> left = new LinkedHashMap<>(inputs);
    List<Input> ordered = new ArrayList<>();
    for (KerasTensor tensor : KerasTensor.list(order)) {
      Input input = left.remove(tensor.layer());
      if (input == null) {
        throw order.unlike("names of input layers, each once, not " + tensor.layer());
      }
      ordered.add(input);
    }
    if (!left.isEmpty()) {
      throw order.unlike("all input layers, also " + left.keySet());
    }
    return ordered;
  }
}
