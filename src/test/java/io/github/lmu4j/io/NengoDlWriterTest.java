package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.RecurrentWeights;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Dropout;
import io.github.lmu4j.layers.Frozen;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.model.WeightShape;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.testing.Difference;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/** Models of the one network that such files hold are written; all others are refused by name. */
class NengoDlWriterTest {

  @TempDir Path folder;

  private static LoadedModel model(DType type, Layer... layers) {
    var chain = Model.sequential(Shape.of(-1, 2));
    for (Layer layer : layers) {
      chain.add(layer);
    }
    Model model = chain.build();
    return LoadedModel.of(KerasConfig.of(model, type), weights(model).cast(type), "test");
  }

  private static Weights weights(Model model) {
    Map<String, Array> weights = new LinkedHashMap<>();
    Random random = new Random(5);
    for (WeightShape weight : model.weightShapes()) {
      double[] values = random.doubles(weight.shape().size(), -0.5, 0.5).toArray();
      weights.put(weight.path(), Array.of(weight.shape(), values));
    }
    return new Weights(weights);
  }

  private static LmuCellBuilder cell() {
    RecurrentWeights weights = RecurrentWeights.DEFAULT.withoutBias();
    return LmuCell.builder(1, 4, 9)
        .hiddenCell(new SimpleRnnCell(3, Activation.TANH, weights))
        .inputToHidden();
  }

  private static Dense readOut() {
    return Dense.builder(2).withoutBias().build();
  }

  @Test
  void modelsOfLmuLayersAreWritten() throws IOException {
    for (Layer layer : List.of(Lmu.of(cell().build()), Rnn.of(cell().build()))) {
      LoadedModel model = model(DType.FLOAT32, layer, readOut());
      Path file = folder.resolve("model.npz");
      NengoDlFile.write(file, model);
      LoadedModel again = NengoDlFile.read(file);
      Array x = Array.of(Shape.of(1, 5, 2), 1f, 2, 3, -1, 0, 1, 2, 0, 1, 1);
      try (Predictor before = Predictor.of(model.model(), model.weights());
          Predictor after = Predictor.of(again.model(), again.weights())) {
        assertThat(Difference.relative(after.predict(x), before.predict(x))).isLessThan(1e-6);
      }
    }
  }

  /** KerasLMU rounds A and B by dtype. */
  @Test
  void systemIsThatOfTheModelsType() throws IOException {
    for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
      LmuCell cell = cell().precision(Precision.KERAS).build();
      Path file = folder.resolve("model.npz");
      NengoDlFile.write(file, model(type, Lmu.of(cell), readOut()));

      double[] expected =
          cell.system(type.tensorType().asSubclass(TFloating.class)).stateSpace().a().toArray();
      assertThat(Npz.read(file).get("arr_5"))
          .isEqualTo(Array.of(Shape.of(4, 4), expected).cast(type));
    }
  }

  private void assertNotWritten(String message, Layer... layers) {
    LoadedModel model = model(DType.FLOAT32, layers);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NengoDlFile.write(folder.resolve("no.npz"), model))
        .withMessageStartingWith("a model for a NengoDL file " + message);
  }

  @Test
  void otherModelsAreNotWritten() {
    assertNotWritten("must be a chain of two layers (got", readOut());
    assertNotWritten("must begin with an LMU", Rnn.of(SimpleRnnCell.of(2)), readOut());
    assertNotWritten(
        "must begin with an LMU", Lmu.of(cell().build()).returningSequences(), readOut());
    assertNotWritten("must begin with an LMU", Rnn.of(cell().build()).backwards(), readOut());
    assertNotWritten("must feed nothing back", Lmu.of(cell().hiddenToMemory().build()), readOut());
    assertNotWritten("must have a fixed A", Lmu.of(cell().trainableTheta().build()), readOut());
    assertNotWritten(
        "must have a fixed A", Lmu.of(cell().learningSystem(true, false).build()), readOut());
    assertNotWritten(
        "must have a SimpleRnnCell with tanh, without bias",
        Lmu.of(cell().hiddenCell(SimpleRnnCell.of(3)).build()),
        readOut());
    assertNotWritten("must end with a Dense (got", Lmu.of(cell().build()), new Dropout(0.5));
    assertNotWritten(
        "must end with a Dense (got Frozen", Lmu.of(cell().build()), new Frozen(readOut()));
    assertNotWritten("must end with a Dense without bias", Lmu.of(cell().build()), Dense.of(2));
    assertNotWritten(
        "must end with a linear Dense", Lmu.of(cell().build()), Dense.of(2, Activation.RELU));
  }

  @Test
  void dropoutIsNotWritten() {
    String rule = "must have no dropout (got";
    assertNotWritten(rule, Lmu.of(cell().dropout(0.1, 0).build()), readOut());
    assertNotWritten(rule, Lmu.of(cell().dropout(0, 0.1).build()), readOut());
    for (double onInput : new double[] {0, 0.1}) {
      RecurrentWeights weights =
          RecurrentWeights.DEFAULT.withoutBias().withDropout(onInput, 0.1 - onInput);
      SimpleRnnCell hidden = new SimpleRnnCell(3, Activation.TANH, weights);
      assertNotWritten(
          "must have a SimpleRnnCell with tanh, without bias and dropout",
          Lmu.of(cell().hiddenCell(hidden).build()),
          readOut());
    }
  }
}
