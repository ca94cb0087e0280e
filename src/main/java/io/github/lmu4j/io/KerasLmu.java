package io.github.lmu4j.io;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.Orthogonal;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.Optional;

/** The layers and the cell of KerasLMU. */
final class KerasLmu {

  private KerasLmu() {}

  static LmuCell cell(Arguments a) throws ModelFormatException {
    Optional<Json> hidden = a.optional("hidden_cell");
    Optional<Cell> hiddenCell =
        hidden.isPresent()
            ? Optional.of(a.nested().read(KerasCells.ALL, hidden.get()))
            : Optional.empty();
    a.ignore("seed");
    return new LmuCell(
        a.integer("memory_d"),
        a.integer("order"),
        a.number("theta"),
        hiddenCell,
        a.truth("trainable_theta", false),
        a.truth("hidden_to_memory", false),
        a.truth("memory_to_memory", false),
        a.truth("input_to_hidden", false),
        KerasParts.constant(Discretizer.class, a, "discretizer", "zoh"),
        kernel(a),
        WeightSpec.of(a.initializer("recurrent_initializer", new Orthogonal(1)))
            .regularizedBy(a.regularizer("recurrent_regularizer")),
        bias(a),
        a.number("dropout", 0),
        a.number("recurrent_dropout", 0),
        Precision.KERAS);
  }

  static void writeCell(LmuCell cell, ConfigWriter out) {
    out.put("memory_d", cell.memoryD()).put("order", cell.order()).put("theta", cell.theta());
    cell.hiddenCell()
        .ifPresentOrElse(
            hidden -> out.putCell("hidden_cell", hidden), () -> out.putNull("hidden_cell"));
    out.put("trainable_theta", cell.trainableTheta())
        .put("hidden_to_memory", cell.hiddenToMemory())
        .put("memory_to_memory", cell.memoryToMemory())
        .put("input_to_hidden", cell.inputToHidden())
        .put("discretizer", KerasParts.lower(cell.discretizer()));
    writeKernel(cell.kernel(), out);
    out.put("recurrent_initializer", cell.recurrentKernel().initializer())
        .putRegularizer("recurrent_regularizer", cell.recurrentKernel().regularizer());
    writeBias(cell.bias(), out);
    out.put("dropout", cell.dropout()).put("recurrent_dropout", cell.recurrentDropout());
  }

  /** No initializer means no kernel. */
  private static Optional<WeightSpec> kernel(Arguments a) throws ModelFormatException {
    Optional<Initializer> initializer =
        a.has("kernel_initializer")
            ? a.optionalInitializer("kernel_initializer")
            : Optional.of(VarianceScaling.glorotUniform());
    var regularizer = a.regularizer("kernel_regularizer");
    return initializer.map(WeightSpec::of).map(spec -> spec.regularizedBy(regularizer));
  }

  private static void writeKernel(Optional<WeightSpec> kernel, ConfigWriter out) {
    kernel.ifPresentOrElse(
        spec -> out.put("kernel_initializer", spec.initializer()),
        () -> out.putNull("kernel_initializer"));
    out.putRegularizer("kernel_regularizer", kernel.flatMap(WeightSpec::regularizer));
  }

  private static Optional<WeightSpec> bias(Arguments a) throws ModelFormatException {
    WeightSpec spec =
        WeightSpec.of(a.initializer("bias_initializer", new Zeros()))
            .regularizedBy(a.regularizer("bias_regularizer"));
    return a.truth("use_bias", false) ? Optional.of(spec) : Optional.empty();
  }

  private static void writeBias(Optional<WeightSpec> bias, ConfigWriter out) {
    out.put("use_bias", bias.isPresent());
    bias.ifPresent(
        spec ->
            out.put("bias_initializer", spec.initializer())
                .putRegularizer("bias_regularizer", spec.regularizer()));
  }
}
