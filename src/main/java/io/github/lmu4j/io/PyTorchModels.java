package io.github.lmu4j.io;

import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.RecurrentWeights;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.layers.Concatenate;
import io.github.lmu4j.layers.Cropping1D;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.layers.LmuFeedforwardBuilder;
import io.github.lmu4j.layers.Reshape;
import io.github.lmu4j.math.LegendreWindow;
import io.github.lmu4j.model.FunctionalBuilder;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Value;
import io.github.lmu4j.ops.Activation;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The networks that PyTorch users build, of this library's own layers. A layer is named after the
 * module that it is in PyTorch, {@code lmu.cell} or {@code lmu.W_u}.
 */
final class PyTorchModels {

  /** What the parts of an LMUFFT are called behind the module's name. */
  static final String ENCODER = "W_u";

  static final String MEMORY = "memory";
  static final String LAST_STEP = "last_step";
  static final String LAST_INPUT = "last_input";
  static final String SEEN = "seen";
  static final String HIDDEN = "W_h";

  /**
   * A linear layer behind the network.
   *
   * @param name the module's name
   * @param units number of outputs
   * @param bias whether there is a bias
   */
  record Classifier(String name, int units, boolean bias) {

    Dense layer() {
      var builder = Dense.builder(units);
      return (bias ? builder : builder.withoutBias()).build();
    }
  }

  private PyTorchModels() {}

  /**
   * LMU: {@code u = e_x x + e_h h + e_m m; m' = A m + B u; h' = tanh(W_x x + W_h h + W_m m')}.
   *
   * @param name the cell's name
   * @param inputs size of x
   * @param units size of h
   * @param sequences whether all steps are returned, or the last
   */
  static Model recurrent(
      String name,
      int inputs,
      int units,
      PyTorchMemory memory,
      boolean sequences,
      Optional<Classifier> classifier) {
    LmuCellBuilder cell =
        LmuCell.builder(1, memory.order(), memory.theta())
            .hiddenCell(
                new SimpleRnnCell(units, Activation.TANH, RecurrentWeights.DEFAULT.withoutBias()))
            .hiddenToMemory()
            .memoryToMemory()
            .inputToHidden()
            .given(memory.given());
    memory.window().map(LegendreWindow::discretizer).ifPresent(cell::discretizer);
    FunctionalBuilder model = Model.functional().name("pytorch_lmu");
    Value x = model.input("input", Shape.of(Shape.UNKNOWN_SIZE, inputs));
    Value h = model.add(name, new Lmu(cell.build(), sequences), x);
    return ended(model, h, classifier);
  }

  /**
   * LMUFFT: {@code u = relu(W_u x + b); m} is u convolved with the impulse response of A and B;
   * {@code h = relu(W_h [m, x] + b)}.
   *
   * @param prefix of the parts' names: nothing, or the module's name and a dot
   * @param steps length of the sequences, which the file's impulse response tells
   */
  static Model parallel(
      String prefix,
      int steps,
      int inputs,
      int units,
      PyTorchMemory memory,
      boolean sequences,
      Optional<Classifier> classifier) {
    LmuFeedforwardBuilder filter =
        LmuFeedforward.builder(1, memory.order(), memory.theta())
            .kernel(Optional.empty())
            .given(memory.matrices());
    memory.window().map(LegendreWindow::discretizer).ifPresent(filter::discretizer);
    FunctionalBuilder model = Model.functional().name("pytorch_lmufft");
    Value x = model.input("input", Shape.of(steps, inputs));
    Value u = model.add(prefix + ENCODER, Dense.of(1, Activation.RELU), x);
    Value m =
        model.add(prefix + MEMORY, (sequences ? filter.returnSequences() : filter).build(), u);
    Value seenInput = x;
    if (!sequences) {
      Value last = model.add(prefix + LAST_STEP, new Cropping1D(steps - 1, 0), x);
      seenInput = model.add(prefix + LAST_INPUT, new Reshape(Shape.of(inputs)), last);
    }
    Value seen = model.add(prefix + SEEN, new Concatenate(-1), m, seenInput);
    Value h = model.add(prefix + HIDDEN, Dense.of(units, Activation.RELU), seen);
    return ended(model, h, classifier);
  }

  private static Model ended(
      FunctionalBuilder model, Value hidden, Optional<Classifier> classifier) {
    Value output =
        classifier.map(last -> model.add(last.name(), last.layer(), hidden)).orElse(hidden);
    return model.outputs(output).build();
  }
}
