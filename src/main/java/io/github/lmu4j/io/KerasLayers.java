package io.github.lmu4j.io;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.Zeros;
import java.util.ArrayList;
import java.util.List;

/** All layers that this library has in common with Keras. */
final class KerasLayers {

  static final KerasClasses<Layer> ALL = new KerasClasses<>("a layer", all());

  private KerasLayers() {}

  private static List<KerasClass<Layer>> all() {
    List<KerasClass<Layer>> classes = new ArrayList<>();
    classes.add(
        KerasClass.of(Model.class, "Functional", ModelReader::functional, ModelWriter::write));
    classes.add(KerasClass.of(Model.class, "Model", ModelReader::functional, ModelWriter::write));
    classes.add(
        KerasClass.of(Model.class, "Sequential", ModelReader::sequential, ModelWriter::write));
    classes.add(
        KerasClass.of(
            Dense.class,
            "Dense",
            a -> new Dense(denseCell(a)),
            (layer, out) -> writeDense(layer.cell(), out)));
    classes.addAll(KerasCoreLayers.classes());
    classes.addAll(KerasMerges.classes());
    classes.addAll(KerasRecurrent.classes());
    classes.addAll(KerasLmu.classes());
    return classes;
  }

  static DenseCell denseCell(Arguments a) throws ModelFormatException {
    return new DenseCell(
        a.integer("units"),
        a.activation("activation"),
        a.truth("use_bias", true),
        a.initializer("kernel_initializer", VarianceScaling.glorotUniform()),
        a.initializer("bias_initializer", new Zeros()),
        a.regularizer("kernel_regularizer"),
        a.regularizer("bias_regularizer"),
        a.constraint("kernel_constraint"),
        a.constraint("bias_constraint"));
  }

  static void writeDense(DenseCell cell, ConfigWriter out) {
    out.put("units", cell.units())
        .put("activation", cell.activation())
        .put("use_bias", cell.useBias())
        .put("kernel_initializer", cell.kernelInitializer())
        .put("bias_initializer", cell.biasInitializer())
        .putRegularizer("kernel_regularizer", cell.kernelRegularizer())
        .putRegularizer("bias_regularizer", cell.biasRegularizer())
        .putConstraint("kernel_constraint", cell.kernelConstraint())
        .putConstraint("bias_constraint", cell.biasConstraint());
  }
}
