package io.github.lmu4j.io;

import io.github.lmu4j.layers.Add;
import io.github.lmu4j.layers.Average;
import io.github.lmu4j.layers.Concatenate;
import io.github.lmu4j.layers.Dot;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Maximum;
import io.github.lmu4j.layers.Minimum;
import io.github.lmu4j.layers.Multiply;
import io.github.lmu4j.layers.Subtract;
import java.util.List;

/** Layers of several inputs. */
final class KerasMerges {

  private KerasMerges() {}

  static void addTo(KerasClasses.Builder<Layer> layers) {
    layers
        .add(
            Concatenate.class,
            "Concatenate",
            a -> new Concatenate(a.integer("axis", -1)),
            (layer, out) -> out.put("axis", layer.axis()))
        .add(Add.class, "Add", a -> new Add(), (layer, out) -> {})
        .add(Subtract.class, "Subtract", a -> new Subtract(), (layer, out) -> {})
        .add(Multiply.class, "Multiply", a -> new Multiply(), (layer, out) -> {})
        .add(Average.class, "Average", a -> new Average(), (layer, out) -> {})
        .add(Maximum.class, "Maximum", a -> new Maximum(), (layer, out) -> {})
        .add(Minimum.class, "Minimum", a -> new Minimum(), (layer, out) -> {})
        .add(
            Dot.class,
            "Dot",
            KerasMerges::dot,
            (layer, out) ->
                out.put("axes", List.of(layer.firstAxis(), layer.secondAxis()))
                    .put("normalize", layer.normalize()));
  }

  private static Dot dot(Arguments a) throws ModelFormatException {
    List<Integer> axes = a.integers("axes", List.of());
    if (axes.isEmpty() || axes.size() > 2) {
      throw a.required("axes").unlike("one axis or two");
    }
    return new Dot(axes.get(0), axes.get(axes.size() - 1), a.truth("normalize", false));
  }
}
