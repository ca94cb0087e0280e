package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Frozen;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.DType;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class KerasConfigTest {

  private static final String INPUT =
      "{\"class_name\": \"InputLayer\", \"config\": {\"name\": \"x\", \"batch_shape\": [null, 5, 2]}}";

  private static String chain(String layers) {
    return "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"chain\", \"layers\": [%s, %s]}}"
        .formatted(INPUT, layers);
  }

  private static String layer(String className, String arguments) {
    return "{\"class_name\": \"%s\", \"config\": {\"name\": \"layer\"%s}}"
        .formatted(className, arguments);
  }

  private static void requireRefused(String layers, String... reasons) {
    assertThatThrownBy(() -> KerasConfig.of(chain(layers)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll(reasons);
  }

  @Test
  void chainIsRead() throws ModelFormatException {
    KerasConfig config = KerasConfig.of(chain(layer("Dense", ", \"units\": 3")));
    assertThat(config.weightOrder()).containsExactly("layer/kernel", "layer/bias");
  }

  @Test
  void unknownLayerIsNamedWithThoseThatThereAre() {
    requireRefused(layer("Lambda", ""), "config.layers[1]", "found Lambda", "LMUFeedforward");
    requireRefused(layer("os>system", ""), "found os>system");
  }

  @Test
  void unknownModuleIsRefused() {
    requireRefused(
        "{\"module\": \"os.path\", \"class_name\": \"Dense\", \"config\": {\"name\": \"layer\"}}",
        "a module of keras or keras_lmu",
        "os.path");
  }

  @Test
  void unknownArgumentIsNamedWithThoseThatThereAre() {
    requireRefused(
        layer("Dense", ", \"units\": 3, \"sharpness\": 1"),
        "arguments of Dense among",
        "use_bias",
        "found sharpness");
  }

  @Test
  void valueThatIsNotSupportedIsNamed() {
    requireRefused(
        layer(
            "Conv1D", ", \"filters\": 3, \"kernel_size\": 2, \"data_format\": \"channels_first\""),
        "data_format",
        "channels_last");
  }

  @Test
  void hugeOrderIsRefusedBeforeItsMatricesAreMade() {
    requireRefused(
        layer("LMUFeedforward", ", \"memory_d\": 1, \"order\": 1000000000, \"theta\": 5"),
        "order of at most 2048");
  }

  @Test
  void argumentOfTheFirstVersionIsNamedWithWhatCameInItsPlace() {
    String cell = layer("LMUCell", ", \"units\": 4, \"order\": 3, \"theta\": 5");
    requireRefused(
        layer("RNN", ", \"cell\": " + cell), "hidden_cell, such as SimpleRNNCell(units)", "units");
  }

  @Test
  void frozenLayersAreWrittenAsNotTrained() throws ModelFormatException {
    Model inner = Model.sequential(Shape.of(3)).add("b", Dense.of(2)).build();
    Model model =
        Model.sequential(Shape.of(3))
            .add("a", new Frozen(Dense.of(3)))
            .add("inner", new Frozen(inner))
            .add("c", Dense.of(1))
            .build();
    KerasConfig read = KerasConfig.of(KerasConfig.write(model, DType.FLOAT32));
    assertThat(read.model().frozen()).containsExactly("a", "inner/b");
  }

  @Test
  void layersWithinLayersHaveALimit() {
    String inner = layer("LMU", "");
    for (int i = 0; i < 30; i++) {
      inner =
          layer("LMU", ", \"memory_d\": 1, \"order\": 1, \"theta\": 5, \"hidden_cell\": " + inner);
    }
    requireRefused(inner, "within each other");
  }
}
