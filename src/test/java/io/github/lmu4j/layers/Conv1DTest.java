package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

class Conv1DTest {

  private static final WeightSpec SPEC = WeightSpec.of(new Ones());

  /** An array that is zero beyond its ends. */
  private record Cells(Array array) {

    double at(long i, long j, long k) {
      Shape shape = array.shape();
      boolean inside = j >= 0 && j < shape.get(1);
      return inside ? array.doubleAt((int) ((i * shape.get(1) + j) * shape.get(2) + k)) : 0;
    }
  }

  /** The definition, entry by entry. */
  private static Array expected(Conv1D layer, Array x, Array kernel, double[] bias) {
    int span = (layer.kernelSize() - 1) * layer.dilationRate();
    int time = (int) x.shape().get(1);
    int windows =
        layer.padding() == Padding.VALID
            ? (time - span - 1) / layer.strides() + 1
            : (time + layer.strides() - 1) / layer.strides();
    int missing = Math.max((windows - 1) * layer.strides() + span + 1 - time, 0);
    int before =
        switch (layer.padding()) {
          case VALID -> 0;
          case SAME -> missing / 2;
          case CAUSAL -> span;
        };
    int width = (int) kernel.shape().get(1);
    int perGroup = layer.filters() / layer.groups();
    Cells in = new Cells(x);
    Cells w = new Cells(kernel);
    int batch = (int) x.shape().get(0);
    double[] y = new double[batch * windows * layer.filters()];
    int at = 0;
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < windows; t++) {
        for (int f = 0; f < layer.filters(); f++, at++) {
          y[at] = bias[f];
          for (int k = 0; k < layer.kernelSize(); k++) {
            for (int c = 0; c < width; c++) {
              int step = t * layer.strides() + k * layer.dilationRate() - before;
              y[at] += in.at(b, step, f / perGroup * width + c) * w.at(k, c, f);
            }
          }
        }
      }
    }
    return Array.of(Shape.of(batch, windows, layer.filters()), y);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, VALID, 1, 1",
    "3, 1, VALID, 1, 1",
    "3, 2, VALID, 1, 1",
    "2, 3, VALID, 1, 1",
    "3, 1, SAME, 1, 1",
    "4, 1, SAME, 1, 1",
    "3, 2, SAME, 1, 1",
    "2, 3, SAME, 1, 1",
    "1, 4, SAME, 1, 1",
    "3, 1, CAUSAL, 1, 1",
    "3, 1, CAUSAL, 3, 1",
    "3, 2, CAUSAL, 1, 1",
    "2, 1, VALID, 3, 1",
    "3, 1, SAME, 2, 1",
    "3, 1, SAME, 1, 2",
    "2, 2, VALID, 1, 4",
  })
  void everyEntryIsItsSum(int size, int strides, Padding padding, int dilation, int groups) {
    Conv1D layer =
        new Conv1D(
            8,
            size,
            strides,
            padding,
            dilation,
            groups,
            Activation.LINEAR,
            SPEC,
            Optional.of(SPEC));
    Array x = random(2, 9, 4);
    try (LayerRun run = LayerRun.of(layer, x)) {
      Array kernel = run.weights().get("kernel");
      double[] bias = run.weights().get("bias").toDoubles();
      TestArrays.assertClose(run.inference(), expected(layer, x, kernel, bias), 1e-14);
    }
  }

  @Test
  void depthwiseEqualsOneConvolutionAChannel() {
    Array x = random(2, 9, 3);
    DepthwiseConv1D depthwise =
        new DepthwiseConv1D(3, 2, Padding.SAME, 2, 1, Activation.LINEAR, SPEC, Optional.of(SPEC));
    Conv1D groups =
        new Conv1D(6, 3, 2, Padding.SAME, 1, 3, Activation.LINEAR, SPEC, Optional.of(SPEC));
    try (LayerRun first = LayerRun.of(depthwise, x);
        LayerRun second = LayerRun.of(groups, x)) {
      // (3, channels, 2) and (3, 1, channels * 2) hold the same numbers in the same order.
      var weights = new LinkedHashMap<>(first.weights().values());
      weights.computeIfPresent("kernel", (path, kernel) -> kernel.reshape(Shape.of(3, 1, 6)));
      second.assign(new Weights(weights));
      TestArrays.assertClose(first.inference(), second.inference(), 1e-14);
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> conv(0, 3, 1, 1, 1)).hasMessage("filters must be at least 1 (got 0)");
    assertThatThrownBy(() -> conv(2, 0, 1, 1, 1))
        .hasMessage("the window's size must be at least 1 (got 0)");
    assertThatThrownBy(() -> conv(3, 3, 1, 1, 2))
        .hasMessage("filters must be divisible by groups, 2 (got 3)");
    assertThatThrownBy(() -> conv(2, 3, 2, 2, 1))
        .hasMessage("strides and dilation_rate may not both be greater than 1 (got 2 and 2)");
    assertThatThrownBy(() -> LayerRun.of(conv(4, 3, 1, 1, 2), random(1, 5, 3)))
        .hasMessage("the input's channels must be divisible by groups, 2 (got 3)");
    assertThatThrownBy(() -> LayerRun.of(conv(4, 3, 1, 1, 2), random(1, 5)))
        .hasMessageContaining("must have shape (batch, time, n)");
    assertThatThrownBy(() -> DepthwiseConv1D.of(3, Padding.CAUSAL))
        .hasMessage("padding must be valid or same (got causal)");
  }

  private static Conv1D conv(int filters, int size, int strides, int dilation, int groups) {
    return new Conv1D(
        filters,
        size,
        strides,
        Padding.VALID,
        dilation,
        groups,
        Activation.LINEAR,
        SPEC,
        Optional.empty());
  }
}
