package io.github.lmu4j.io;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.layers.Bidirectional;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.ops.ScanMethod;

/** The layers that carry a cell through time. */
final class KerasRecurrent {

  private KerasRecurrent() {}

  static void addTo(KerasClasses.Builder<Layer> layers) {
    layers
        .add(
            Rnn.class,
            "RNN",
            a -> rnn(a, a.nested().read(KerasCells.ALL, a.required("cell"))),
            KerasRecurrent::write)
        .add("SimpleRNN", a -> rnn(a, KerasCells.simpleRnn(a)))
        .add("GRU", a -> rnn(a, KerasCells.gru(a)))
        .add("LSTM", a -> rnn(a, KerasCells.lstm(a)))
        .add(
            Bidirectional.class,
            "Bidirectional",
            KerasRecurrent::bidirectional,
            KerasRecurrent::writeBidirectional);
  }

  private static Rnn rnn(Arguments a, Cell cell) throws ModelFormatException {
    // Whether Keras writes the steps out one by one.
    a.ignore("unroll");
    return new Rnn(
        cell,
        a.truth("return_sequences", false),
        a.truth("return_state", false),
        a.truth("go_backwards", false),
        a.truth("stateful", false),
        a.truth("time_major", false),
        a.truth("zero_output_for_mask", false),
        ScanMethod.AUTO);
  }

  private static void write(Rnn layer, ConfigWriter out) {
    if (layer.timeMajor()) {
      throw new IllegalArgumentException("Keras 3 has no time_major layers (got true)");
    }
    out.put("return_sequences", layer.returnSequences())
        .put("return_state", layer.returnState())
        .put("go_backwards", layer.goBackwards())
        .put("stateful", layer.stateful())
        .put("zero_output_for_mask", layer.zeroOutputForMask())
        .putCell("cell", layer.cell());
  }

  private static Bidirectional bidirectional(Arguments a) throws ModelFormatException {
    Rnn forward = a.nested().read(Rnn.class, KerasLayers.ALL, a.required("layer"));
    Rnn backward =
        a.optional("backward_layer").isPresent()
            ? a.nested().read(Rnn.class, KerasLayers.ALL, a.required("backward_layer"))
            : forward.backwards();
    Bidirectional.Merge merge =
        a.has("merge_mode") && a.optional("merge_mode").isEmpty()
            ? Bidirectional.Merge.NONE
            : a.constant(Bidirectional.Merge.class, "merge_mode", "concat");
    return new Bidirectional(forward, backward, merge);
  }

  private static void writeBidirectional(Bidirectional layer, ConfigWriter out) {
    out.putLayer("layer", "forward", layer.forward())
        .putLayer("backward_layer", "backward", layer.backward());
    if (layer.merge() == Bidirectional.Merge.NONE) {
      out.putNull("merge_mode");
    } else {
      out.put("merge_mode", layer.merge());
    }
  }
}
