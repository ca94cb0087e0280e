package io.github.lmu4j.model;

import io.github.lmu4j.weights.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** A table of a model's layers, as Keras prints it. */
final class Summary {

  private final Model model;
  private final List<List<Shape>> nodes;
  private final List<? extends Weight<? extends TFloating>> weights;

  private Summary(Model model) {
    this.model = model;
    ShapeTrace<TFloat32> trace = ShapeTrace.of(model, TFloat32.class, model.batchShapes());
    nodes = trace.nodes();
    weights = trace.weights().weights();
  }

  static String of(Model model) {
    return new Summary(model).text();
  }

  private String text() {
    boolean chain = model.isChain();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Layer (type)", "Output Shape", "Param #", "Connected to"));
    if (!chain) {
      for (Input input : model.inputs()) {
        rows.add(row(input.name(), "InputLayer", List.of(input.batchShape()), 0, ""));
      }
    }
    model
        .layers()
        .forEach(
            (name, layer) ->
                rows.add(
                    row(
                        name,
                        layer.kerasName(),
                        shapes(name),
                        parameters(name),
                        connections(name))));
    long trainable =
        weights.stream().filter(w -> w.spec().trainable()).mapToLong(w -> w.shape().size()).sum();
    long all = weights.stream().mapToLong(w -> w.shape().size()).sum();
    return "Model: \"%s\"%n".formatted(model.name())
        + table(rows, chain ? 3 : 4)
        + "Total params: %s%n".formatted(grouped(all))
        + "Trainable params: %s%n".formatted(grouped(trainable))
        + "Non-trainable params: %s%n".formatted(grouped(all - trainable));
  }

  private static List<String> row(
      String name, String type, List<Shape> shapes, long parameters, String connections) {
    String shape = shapes.stream().map(Summary::text).collect(Collectors.joining(", "));
    return List.of(
        "%s (%s)".formatted(name, type),
        shapes.size() == 1 ? shape : "[" + shape + "]",
        grouped(parameters),
        connections);
  }

  /** With {@code None} where a size is not known, as Python has it. */
  private static String text(Shape shape) {
    String sizes =
        Arrays.stream(shape.asArray())
            .mapToObj(size -> size == Shape.UNKNOWN_SIZE ? "None" : Long.toString(size))
            .collect(Collectors.joining(", "));
    return shape.numDimensions() == 1 ? "(" + sizes + ",)" : "(" + sizes + ")";
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String table(List<List<String>> rows, int columns) {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    String line = "=".repeat(Arrays.stream(widths).map(width -> width + 2).sum());
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        text.append(" ").append(("%-" + widths[i] + "s ").formatted(rows.get(r).get(i)));
      }
      table.append(text.toString().stripTrailing()).append(System.lineSeparator());
      if (r == 0 || r == rows.size() - 1) {
        table.append(line).append(System.lineSeparator());
      }
    }
    return table.toString();
  }

  /** The shapes of a layer's outputs at its first call. */
  private List<Shape> shapes(String layer) {
    for (int i = 0; i < model.calls().size(); i++) {
      if (model.calls().get(i).layer().equals(layer)) {
        return nodes.get(model.inputs().size() + i);
      }
    }
    return List.of();
  }

  private long parameters(String layer) {
    return weights.stream()
        .filter(weight -> weight.path().startsWith(layer + "/"))
        .mapToLong(weight -> weight.shape().size())
        .sum();
  }

  /** What a layer is applied to, at all its calls. */
  private String connections(String layer) {
    Map<String, Integer> counts = new HashMap<>();
    List<String> names = new ArrayList<>();
    model.inputs().forEach(input -> names.add(input.name() + "[0]"));
    for (Call call : model.calls()) {
      int count = counts.merge(call.layer(), 1, Integer::sum) - 1;
      names.add("%s[%d]".formatted(call.layer(), count));
    }
    return model.calls().stream()
        .filter(call -> call.layer().equals(layer))
        .flatMap(call -> call.inputs().stream())
        .map(value -> "%s[%d]".formatted(names.get(value.node()), value.output()))
        .collect(Collectors.joining(", "));
  }
}
