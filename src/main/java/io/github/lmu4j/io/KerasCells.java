package io.github.lmu4j.io;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.GruCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LstmCell;
import io.github.lmu4j.cells.RecurrentWeights;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.cells.StackedCells;
import io.github.lmu4j.layers.MappedLayer;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.Orthogonal;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.Zeros;
import java.util.ArrayList;
import java.util.List;

/** All cells that this library has in common with Keras. */
final class KerasCells {

  static final KerasClasses<Cell> ALL =
      new KerasClasses.Builder<Cell>("a cell")
          .add(
              SimpleRnnCell.class,
              "SimpleRNNCell",
              KerasCells::simpleRnn,
              KerasCells::writeSimpleRnn)
          .add(GruCell.class, "GRUCell", KerasCells::gru, KerasCells::writeGru)
          .add(LstmCell.class, "LSTMCell", KerasCells::lstm, KerasCells::writeLstm)
          .add(DenseCell.class, "Dense", KerasCoreLayers::denseCell, KerasCoreLayers::writeDense)
          .add(LmuCell.class, "LMUCell", KerasLmu::cell, KerasLmu::writeCell)
          .add(
              StackedCells.class,
              "StackedRNNCells",
              KerasCells::stacked,
              (cell, out) -> out.putCells("cells", cell.cells()))
          .addWrapper(MappedLayer.class, MappedLayer::layer)
          .build();

  private KerasCells() {}

  static SimpleRnnCell simpleRnn(Arguments a) throws ModelFormatException {
    return new SimpleRnnCell(
        a.integer("units"), a.activation("activation", Activation.TANH), weights(a));
  }

  private static void writeSimpleRnn(SimpleRnnCell cell, ConfigWriter out) {
    out.put("units", cell.units()).put("activation", cell.activation());
    write(cell.weights(), out);
  }

  static GruCell gru(Arguments a) throws ModelFormatException {
    return new GruCell(
        a.integer("units"),
        a.activation("activation", Activation.TANH),
        a.activation("recurrent_activation", Activation.SIGMOID),
        // Keras 1 had no such argument and reset before the product.
        a.truth("reset_after", false),
        weights(a));
  }

  private static void writeGru(GruCell cell, ConfigWriter out) {
    out.put("units", cell.units())
        .put("activation", cell.activation())
        .put("recurrent_activation", cell.recurrentActivation())
        .put("reset_after", cell.resetAfter());
    write(cell.weights(), out);
  }

  static LstmCell lstm(Arguments a) throws ModelFormatException {
    return new LstmCell(
        a.integer("units"),
        a.activation("activation", Activation.TANH),
        a.activation("recurrent_activation", Activation.SIGMOID),
        a.truth("unit_forget_bias", true),
        weights(a));
  }

  private static void writeLstm(LstmCell cell, ConfigWriter out) {
    out.put("units", cell.units())
        .put("activation", cell.activation())
        .put("recurrent_activation", cell.recurrentActivation())
        .put("unit_forget_bias", cell.unitForgetBias());
    write(cell.weights(), out);
  }

  private static RecurrentWeights weights(Arguments a) throws ModelFormatException {
    // How Keras splits the products, how it draws its dropout.
    a.ignore("implementation", "seed");
    return new RecurrentWeights(
        a.weight("kernel", VarianceScaling.glorotUniform()),
        a.weight("recurrent", new Orthogonal(1)),
        a.weight("bias", new Zeros()),
        a.truth("use_bias", true),
        a.number("dropout", 0),
        a.number("recurrent_dropout", 0));
  }

  private static void write(RecurrentWeights weights, ConfigWriter out) {
    out.put("use_bias", weights.useBias())
        .put("kernel", weights.kernel())
        .put("recurrent", weights.recurrentKernel())
        .put("bias", weights.bias())
        .put("dropout", weights.dropout())
        .put("recurrent_dropout", weights.recurrentDropout());
  }

  private static StackedCells stacked(Arguments a) throws ModelFormatException {
    a.requireFalse("reverse_state_order");
    List<Cell> cells = new ArrayList<>();
    for (Json each : a.required("cells").list()) {
      cells.add(a.nested().read(ALL, each));
    }
    return new StackedCells(cells);
  }
}
