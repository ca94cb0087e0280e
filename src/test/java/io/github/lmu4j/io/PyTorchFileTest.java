package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.RecurrentWeights;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.layers.Concatenate;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Dropout;
import io.github.lmu4j.layers.Frozen;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.layers.LmuFeedforwardBuilder;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.model.FunctionalBuilder;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Value;
import io.github.lmu4j.model.WeightShape;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.FilterMethod;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/** What PyTorch's networks are is written, and whatever they are not is refused with the reason. */
class PyTorchFileTest {

  @TempDir Path folder;

  private static RecurrentWeights kernels() {
    return RecurrentWeights.DEFAULT.withoutBias();
  }

  private static SimpleRnnCell hidden(RecurrentWeights weights) {
    return new SimpleRnnCell(3, Activation.TANH, weights);
  }

  private static LmuCellBuilder cell() {
    return LmuCell.builder(1, 4, 9).hiddenCell(hidden(kernels())).inputToHidden();
  }

  private static LmuFeedforwardBuilder memory() {
    return LmuFeedforward.builder(1, 4, 9).kernel(Optional.empty());
  }

  private static Model chain(Layer... layers) {
    var chain = Model.sequential(Shape.of(-1, 2));
    for (Layer layer : layers) {
      chain.add(layer);
    }
    return chain.build();
  }

  /** An LMUFFT of all steps, around a memory. */
  private static Model parallel(Layer memory, int steps) {
    FunctionalBuilder model = Model.functional();
    Value x = model.input("input", Shape.of(steps, 2));
    Value u = model.add("W_u", Dense.of(1, Activation.RELU), x);
    Value m = model.add("memory", memory, u);
    Value seen = model.add("seen", new Concatenate(-1), m, x);
    return model.outputs(model.add("W_h", Dense.of(3, Activation.RELU), seen)).build();
  }

  private Path write(Model model) throws IOException {
    Map<String, Array> zeros = new LinkedHashMap<>();
    for (WeightShape weight : model.weightShapes()) {
      zeros.put(weight.path(), Array.zeros(weight.shape(), DType.FLOAT32));
    }
    Path file = folder.resolve("model.pt");
    PyTorchFile.write(file, LoadedModel.of(model, new Weights(zeros), DType.FLOAT32));
    return file;
  }

  private void assertNotWritten(String message, Model model) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> write(model))
        .withMessageStartingWith("a PyTorch LMU must have " + message);
  }

  private void assertNotWritten(String message, LmuCellBuilder cell) {
    assertNotWritten(message, chain(Lmu.of(cell.build())));
  }

  private void assertNotWritten(String message, LmuFeedforwardBuilder memory) {
    assertNotWritten(message, parallel(memory.returnSequences().build(), 5));
  }

  @Test
  void lmusOfBothFormsAreWritten() throws IOException {
    LmuCell cell = cell().build();
    for (Layer layer :
        List.of(
            Lmu.of(cell),
            Rnn.of(cell),
            Lmu.of(cell).returningSequences(),
            Rnn.of(cell).returningSequences())) {
      assertThat(PyTorchFile.readTensors(write(chain(layer, Dense.of(2))))).hasSize(10);
    }
    for (FilterMethod method : FilterMethod.values()) {
      Model parallel = parallel(memory().returnSequences().convMode(method).build(), 5);
      assertThat(PyTorchFile.readTensors(write(parallel))).hasSize(8);
    }
  }

  @Test
  void otherLayersAreNotWritten() {
    Lmu lmu = Lmu.of(cell().build());
    assertNotWritten("an LMU, or an LMUFFT", chain(Dense.of(2)));
    assertNotWritten("an LMU, or an LMUFFT", chain(new Frozen(lmu)));
    assertNotWritten("an LMU, or an LMUFFT", chain(Rnn.of(lmu.cell()).backwards()));
    assertNotWritten("at most one linear layer", chain(lmu, new Dropout(0.5)));
    assertNotWritten("at most one linear layer", chain(lmu, Dense.of(3), Dense.of(2)));
    assertNotWritten("a linear layer", chain(lmu, Dense.of(2, Activation.RELU)));
  }

  @Test
  void otherCellsAreNotWritten() {
    assertNotWritten("a fixed theta", cell().trainableTheta());
    assertNotWritten("no bias of the memory's input", cell().bias());
    assertNotWritten("no dropout", cell().dropout(0.1, 0));
    assertNotWritten("no dropout", cell().dropout(0, 0.1));
    String rule = "a SimpleRNN of tanh, without bias and dropout, as hidden cell (got ";
    assertNotWritten(rule + "Optional.empty", LmuCell.builder(1, 4, 9));
    assertNotWritten(rule, cell().hiddenCell(SimpleRnnCell.of(3)));
    assertNotWritten(rule, cell().hiddenCell(new SimpleRnnCell(3, Activation.RELU, kernels())));
    assertNotWritten(rule, cell().hiddenCell(hidden(kernels().withDropout(0.1, 0))));
    assertNotWritten(rule, cell().hiddenCell(hidden(kernels().withDropout(0, 0.1))));
  }

  @Test
  void otherMemoriesAreNotWritten() {
    String rule = "a memory without ";
    assertNotWritten(rule, memory().bias());
    assertNotWritten(rule, memory().inputToHidden());
    assertNotWritten(rule, memory().hiddenCell(hidden(kernels())));
    assertNotWritten(rule, memory().dropout(0.1));
    assertNotWritten(rule, memory().trainableTheta());
    assertNotWritten(rule, parallel(new Dropout(0.1), 5));
    LmuFeedforwardBuilder direct = memory().convMode(FilterMethod.RAW);
    assertNotWritten("the whole impulse response", direct.truncateIr(0.9));
    assertNotWritten("sequences of known length", parallel(memory().returnSequences().build(), -1));
  }
}
