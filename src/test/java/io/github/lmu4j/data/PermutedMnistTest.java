package io.github.lmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.testing.Csv;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PermutedMnistTest {

  private static Mnist mnist;

  @BeforeAll
  static void read() throws IOException {
    mnist = Mnist.embedded();
  }

  @Test
  void permutationIsNumpys() {
    int[] permutation = PermutedMnist.of(mnist).permutation();

    assertThat(permutation).startsWith(693, 85, 647, 392, 765, 14, 299, 711, 55, 31);
    assertThat(permutation).isEqualTo(Csv.fixture("data/permutation.csv").integers("permutation"));
  }

  @Test
  void stepTakesThePixelThatThePermutationNames() {
    PermutedMnist data = PermutedMnist.of(mnist);
    LabelledSequences sequences = data.test();
    float[] pixels = mnist.test().floats();
    int[] permutation = data.permutation();

    assertThat(sequences.count()).isEqualTo(10_000);
    assertThat(sequences.steps()).isEqualTo(784);
    assertThat(sequences.labels()).isEqualTo(mnist.test().labels());
    for (int i : new int[] {0, 1, 4711, 9999}) {
      float[] expected = new float[784];
      for (int t = 0; t < 784; t++) {
        expected[t] = pixels[i * 784 + permutation[t]];
      }
      assertThat(Arrays.copyOfRange(sequences.values(), i * 784, (i + 1) * 784))
          .isEqualTo(expected);
    }
  }

  @Test
  void splitsAreThoseOfTheImages() {
    PermutedMnist data = PermutedMnist.of(mnist);

    assertThat(data.training().labels()).isEqualTo(mnist.training().labels());
    assertThat(data.validation().labels()).isEqualTo(mnist.validation().labels());
    assertThat(data.allTraining().count()).isEqualTo(60_000);
  }

  @Test
  void otherSeedAndRangeGiveAnotherTask() {
    PermutedMnist other = PermutedMnist.of(mnist, 1, PixelRange.RAW);

    assertThat(other.permutation()).isNotEqualTo(PermutedMnist.of(mnist).permutation());
    assertThat(other.test().values()).contains(255f);
  }
}
