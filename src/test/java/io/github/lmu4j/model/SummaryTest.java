package io.github.lmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.layers.Add;
import io.github.lmu4j.layers.BatchNormalization;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.ops.Activation;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SummaryTest {

  @Test
  void chainIsATableOfThreeColumns() {
    Model model =
        Model.sequential(Shape.of(784, 1))
            .add(
                LmuFeedforward.builder(1, 8, 784)
                    .hiddenCell(DenseCell.of(346, Activation.RELU))
                    .build())
            .add(new BatchNormalization())
            .add(Dense.of(10))
            .build();
    assertThat(model.summary().lines())
        .containsExactly(
            "Model: \"sequential\"",
            " Layer (type)                              Output Shape  Param #",
            "=================================================================",
            " lmu_feedforward (LMUFeedforward)          (None, 346)   3,115",
            " batch_normalization (BatchNormalization)  (None, 346)   1,384",
            " dense (Dense)                             (None, 10)    3,470",
            "=================================================================",
            "Total params: 7,969",
            "Trainable params: 7,277",
            "Non-trainable params: 692");
  }

  @Test
  void graphTellsWhatIsConnected() {
    var builder = Model.functional().name("siamese");
    Value left = builder.input("left", Shape.of(-1, 4));
    Value right = builder.input("right", Shape.of(-1, 4));
    Value first = builder.add("tower", Dense.of(3), left);
    Value second = builder.call("tower", right);
    Model model = builder.outputs(builder.add(new Add(), first, second)).build();
    assertThat(model.summary().lines())
        .containsExactly(
            "Model: \"siamese\"",
            " Layer (type)        Output Shape     Param #  Connected to",
            "========================================================================",
            " left (InputLayer)   (None, None, 4)  0",
            " right (InputLayer)  (None, None, 4)  0",
            " tower (Dense)       (None, None, 3)  15       left[0][0], right[0][0]",
            " add (Add)           (None, None, 3)  0        tower[0][0], tower[1][0]",
            "========================================================================",
            "Total params: 15",
            "Trainable params: 15",
            "Non-trainable params: 0");
  }
}
