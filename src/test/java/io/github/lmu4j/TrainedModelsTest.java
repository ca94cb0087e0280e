package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.data.LabelledSequences;
import io.github.lmu4j.data.Mnist;
import io.github.lmu4j.data.PermutedMnist;
import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** The models that come with the library score what their MODEL.md says. */
class TrainedModelsTest {

  private static final int BATCH = 1000;

  @Test
  void parallelLmuReachesThePapersAccuracy() throws IOException {
    assertThat(accuracy(Path.of("models/psmnist-parallel"))).isGreaterThanOrEqualTo(0.9849);
  }

  @Test
  void recurrentLmuReachesThePapersAccuracy() throws IOException {
    assertThat(accuracy(Path.of("models/psmnist-recurrent"))).isGreaterThanOrEqualTo(0.9715);
  }

  @Test
  void nengoDlNetworkReachesItsExamplesAccuracy() throws IOException {
    assertThat(accuracy(Path.of("models/psmnist-nengodl"))).isGreaterThanOrEqualTo(0.9615);
  }

  private static double accuracy(Path folder) throws IOException {
    LabelledSequences test = PermutedMnist.of(Mnist.embedded()).test();
    Array images = Array.of(Shape.of(test.count(), test.steps(), 1), test.values());
    int right = 0;
    try (SavedModel model = SavedModel.open(folder)) {
      for (int first = 0; first < test.count(); first += BATCH) {
        Array batch = images.rows(IntStream.range(first, first + BATCH).toArray());
        Array logits =
            Objects.requireNonNull(
                model.run(SavedModel.DEFAULT_SIGNATURE, Map.of("input", batch)).get("logits"));
        for (int i = 0; i < BATCH; i++) {
          right += largest(logits, i) == test.labels()[first + i] ? 1 : 0;
        }
      }
    }
    return (double) right / test.count();
  }

  private static int largest(Array logits, int example) {
    int classes = Math.toIntExact(logits.shape().get(1));
    return IntStream.range(0, classes)
        .boxed()
        .max(
            (a, b) ->
                Double.compare(
                    logits.doubleAt(example * classes + a), logits.doubleAt(example * classes + b)))
        .orElseThrow();
  }
}
