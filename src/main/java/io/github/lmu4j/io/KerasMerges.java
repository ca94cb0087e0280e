package io.github.lmu4j.io;

import io.github.lmu4j.layers.Add;
import io.github.lmu4j.layers.Average;
import io.github.lmu4j.layers.Concatenate;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Maximum;
import io.github.lmu4j.layers.Minimum;
import io.github.lmu4j.layers.Multiply;
import io.github.lmu4j.layers.Subtract;
import java.util.List;

/** Layers of several inputs. */
final class KerasMerges {

  private KerasMerges() {}

  static List<KerasClass<Layer>> classes() {
    return List.of(
        KerasClass.of(
            Concatenate.class,
            "Concatenate",
            a -> new Concatenate(a.integer("axis", -1)),
            (layer, out) -> out.put("axis", layer.axis())),
        KerasClass.of(Add.class, "Add", a -> new Add(), (layer, out) -> {}),
        KerasClass.of(Subtract.class, "Subtract", a -> new Subtract(), (layer, out) -> {}),
        KerasClass.of(Multiply.class, "Multiply", a -> new Multiply(), (layer, out) -> {}),
        KerasClass.of(Average.class, "Average", a -> new Average(), (layer, out) -> {}),
        KerasClass.of(Maximum.class, "Maximum", a -> new Maximum(), (layer, out) -> {}),
        KerasClass.of(Minimum.class, "Minimum", a -> new Minimum(), (layer, out) -> {}));
  }
}
