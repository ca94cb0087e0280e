package io.github.lmu4j.model;

import io.github.lmu4j.layers.LayerFunction;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/**
 * The shapes of all values inside a model, found by building it in a graph that is thrown away:
 * TensorFlow's own shape inference is the only one there is.
 *
 * @param <T> dtype
 * @param weights the weights' scope, whose graph is closed
 * @param layerInputs by layer, the shapes of the inputs of its first call
 * @param nodes for each node, the inputs first and then the calls, one shape an output
 */
record ShapeTrace<T extends TFloating>(
    WeightScope<T> weights, Map<String, List<Shape>> layerInputs, List<List<Shape>> nodes) {

  /**
   * Builds a model to see its shapes.
   *
   * @param model the model
   * @param type dtype
   * @param inputShapes shapes of its inputs, batch first
   */
  static <T extends TFloating> ShapeTrace<T> of(
      Model model, Class<T> type, List<Shape> inputShapes) {
    Map<String, List<Shape>> layerInputs = new HashMap<>();
    List<List<Shape>> nodes = new ArrayList<>();
    inputShapes.forEach(shape -> nodes.add(List.of(shape)));
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      WeightScope<T> weights = WeightScope.unassigned(graph, type, 0).freezing(model.frozen());
      Map<String, LayerFunction<T>> functions = new HashMap<>();
      List<Signal<T>> signals = new ArrayList<>();
      for (Shape shape : inputShapes) {
        signals.add(Signal.of(tf.placeholder(type, Placeholder.shape(shape))));
      }
      model.run(
          signals,
          (call, in) -> {
            List<Shape> shapes = in.stream().map(Signal::shape).toList();
            LayerFunction<T> function = functions.get(call.layer());
            if (function == null) {
              function = build(model, call.layer(), weights, shapes);
              functions.put(call.layer(), function);
              layerInputs.put(call.layer(), shapes);
            }
            List<Signal<T>> out = function.apply(tf, in, Pass.inference());
            nodes.add(out.stream().map(Signal::shape).toList());
            return out;
          });
      return new ShapeTrace<>(weights, layerInputs, nodes);
    }
  }

  private static <T extends TFloating> LayerFunction<T> build(
      Model model, String layer, WeightScope<T> weights, List<Shape> shapes) {
    return Model.naming(layer, () -> model.layer(layer).build(weights.child(layer), shapes));
  }
}
