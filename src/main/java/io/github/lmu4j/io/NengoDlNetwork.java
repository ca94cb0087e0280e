package io.github.lmu4j.io;

import static io.github.lmu4j.io.NengoDlRole.A;
import static io.github.lmu4j.io.NengoDlRole.B;
import static io.github.lmu4j.io.NengoDlRole.E_X;
import static io.github.lmu4j.io.NengoDlRole.W_H;
import static io.github.lmu4j.io.NengoDlRole.W_M;
import static io.github.lmu4j.io.NengoDlRole.W_O;
import static io.github.lmu4j.io.NengoDlRole.W_X;

import io.github.lmu4j.cells.GivenSystem;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.RecurrentWeights;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.LegendreWindow;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The network whose parameters a NengoDL file holds, in this library's layers.
 *
 * @param arrays the parameters
 */
record NengoDlNetwork(NengoDlArrays arrays) {

  LoadedModel loaded() {
    DiscreteStateSpace system =
        new DiscreteStateSpace(matrix(arrays.array(A)), matrix(arrays.array(B)));
    Optional<LegendreWindow> window = LegendreWindow.of(system);
    KerasConfig config = KerasConfig.of(model(system, window), arrays.array(A).type());
    return new LoadedModel(
        config,
        weights(),
        "NengoDL parameters (.npz)",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        notes(window));
  }

  private Model model(DiscreteStateSpace system, Optional<LegendreWindow> window) {
    int order = arrays.order();
    LmuCellBuilder cell =
        window
            .map(w -> LmuCell.builder(1, order, w.theta()).discretizer(w.discretizer()))
            // Nothing depends on theta where A and B are given.
            .orElseGet(() -> LmuCell.builder(1, order, 1));
    SimpleRnnCell hidden =
        new SimpleRnnCell(arrays.units(), Activation.TANH, RecurrentWeights.DEFAULT.withoutBias());
    return Model.sequential(Shape.of(Shape.UNKNOWN_SIZE, arrays.inputs()))
        .name("nengodl")
        .add(
            "lmu",
            Rnn.of(
                cell.hiddenCell(hidden).inputToHidden().given(GivenSystem.fixed(system)).build()))
        .add("logits", Dense.builder(arrays.classes()).withoutBias().build())
        .build();
  }

  private Weights weights() {
    Map<String, Array> weights = new LinkedHashMap<>();
    weights.put("lmu/kernel", transposed(arrays.array(E_X)));
    weights.put(
        "lmu/hidden_cell/kernel",
        Array.concat(List.of(transposed(arrays.array(W_M)), transposed(arrays.array(W_X)))));
    weights.put("lmu/hidden_cell/recurrent_kernel", transposed(arrays.array(W_H)));
    weights.put("logits/kernel", transposed(arrays.array(W_O)));
    return new Weights(weights);
  }

  private Map<String, Object> notes(Optional<LegendreWindow> window) {
    Map<String, Object> notes = new LinkedHashMap<>();
    notes.put("arrays", arrays.meanings());
    if (!arrays.rules().isEmpty()) {
      notes.put("told apart by their order", arrays.rules());
    }
    notes.put(
        "A and B",
        window
            .map(
                w ->
                    "%s of theta %s (largest relative difference %.1e)"
                        .formatted(w.discretizer().kerasName(), w.theta(), w.difference()))
            .orElse("of no known window; used as they are"));
    return notes;
  }

  private static Matrix matrix(Array array) {
    return Matrix.of((int) array.shape().get(0), (int) array.shape().get(1), array.toDoubles());
  }

  static Array transposed(Array array) {
    double[] values = matrix(array).transpose().toArray();
    return Array.of(Shape.of(array.shape().get(1), array.shape().get(0)), values)
        .cast(array.type());
  }
}
