package io.github.lmu4j.io;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.layers.Bidirectional;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.ops.ScanMethod;
import java.util.List;

/** The layers that carry a cell through time. */
final class KerasRecurrent {

  private KerasRecurrent() {}

  static List<KerasClass<Layer>> classes() {
    return List.of(
        KerasClass.of(
            Rnn.class,
            "RNN",
            a -> rnn(a, a.nested().read(KerasCells.ALL, a.required("cell"))),
            KerasRecurrent::write),
        KerasClass.of(
            Rnn.class, "SimpleRNN", a -> rnn(a, KerasCells.simpleRnn(a)), KerasRecurrent::write),
        KerasClass.of(Rnn.class, "GRU", a -> rnn(a, KerasCells.gru(a)), KerasRecurrent::write),
        KerasClass.of(Rnn.class, "LSTM", a -> rnn(a, KerasCells.lstm(a)), KerasRecurrent::write),
        KerasClass.of(
            Bidirectional.class,
            "Bidirectional",
            KerasRecurrent::bidirectional,
            KerasRecurrent::writeBidirectional));
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
            : KerasParts.constant(Bidirectional.Merge.class, a, "merge_mode", "concat");
    return new Bidirectional(forward, backward, merge);
  }

  private static void writeBidirectional(Bidirectional layer, ConfigWriter out) {
    out.putLayer("layer", layer.forward()).putLayer("backward_layer", layer.backward());
    if (layer.merge() == Bidirectional.Merge.NONE) {
      out.putNull("merge_mode");
    } else {
      out.put("merge_mode", KerasParts.lower(layer.merge()));
    }
  }
}
