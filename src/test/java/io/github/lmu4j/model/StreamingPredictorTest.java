package io.github.lmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.testing.LongStreams;
import io.github.lmu4j.testing.StreamCases;
import io.github.lmu4j.testing.StreamChild;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class StreamingPredictorTest {

  private static final int STEPS = 40;

  private static float[] noise(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] stepByStep(StreamingPredictor stream, float[] input) {
    int size = stream.streams() * stream.inputSize();
    float[] all = new float[input.length / size * stream.streams() * stream.outputSize()];
    float[] answer = new float[stream.streams() * stream.outputSize()];
    for (int t = 0; t * size < input.length; t++) {
      stream.step(Arrays.copyOfRange(input, t * size, (t + 1) * size), answer);
      System.arraycopy(answer, 0, all, t * answer.length, answer.length);
    }
    return all;
  }

  /** The last outputs of the sequence, and of each sequence that is shorter by a few steps. */
  @ParameterizedTest
  @EnumSource(StreamCases.class)
  void answerIsThatOfTheSequenceSoFar(StreamCases kind) {
    Model model = kind.model(-1);
    Weights weights = kind.weights();
    float[] input = noise(STEPS, 1);
    try (StreamingPredictor stream = StreamingPredictor.open(model, weights);
        Predictor predictor = Predictor.of(model, weights)) {
      float[] answers = stepByStep(stream, input);
      for (int steps : List.of(1, 2, 7, STEPS)) {
        Array whole =
            predictor.predict(Array.of(Shape.of(1, steps, 1), Arrays.copyOf(input, steps)));
        float[] expected = whole.toFloats();
        int size = stream.outputSize();
        assertThat(Arrays.copyOfRange(answers, (steps - 1) * size, steps * size))
            .containsExactly(
                Arrays.copyOfRange(expected, expected.length - size, expected.length),
                within(1e-5f));
      }
    }
  }

  /** {@code LongStreams} goes on for a million steps when it is asked to. */
  @ParameterizedTest
  @EnumSource(StreamCases.class)
  void longStreamIsTheWholeSequence(StreamCases kind) {
    LongStreams.Result result = LongStreams.run(kind, 5000);
    assertThat(result.fromWhole()).isLessThan(1e-5);
    assertThat(result.fromDouble()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource(StreamCases.class)
  void streamsSideBySideAreStreamsApart(StreamCases kind) {
    int streams = 3;
    float[] all = noise(streams * STEPS, 2);
    try (StreamingPredictor together =
            StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT64, streams);
        StreamingPredictor alone =
            StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT64, 1)) {
      int size = alone.outputSize();
      float[] found = stepByStep(together, all);
      for (int s = 0; s < streams; s++) {
        float[] input = new float[STEPS];
        float[] expected = new float[STEPS * size];
        for (int t = 0; t < STEPS; t++) {
          input[t] = all[t * streams + s];
          System.arraycopy(found, (t * streams + s) * size, expected, t * size, size);
        }
        alone.reset();
        assertThat(stepByStep(alone, input)).containsExactly(expected, within(1e-6f));
      }
    }
  }

  /** Five streams on two threads: one of them has a row that no stream uses. */
  @ParameterizedTest
  @EnumSource(StreamCases.class)
  void threadsShareStreams(StreamCases kind) {
    int streams = 5;
    float[] block = noise(streams * STEPS, 12);
    try (StreamingPredictor alone =
            StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT64, streams, 1);
        StreamingPredictor shared =
            StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT64, streams, 2)) {
      float[] expected = new float[block.length * alone.outputSize()];
      float[] found = expected.clone();
      for (int round = 0; round < 3; round++) {
        alone.steps(STEPS, block, expected);
        shared.steps(STEPS, block, found);
        assertThat(found).containsExactly(expected, within(1e-6f));
        alone.reset(round % streams);
        shared.reset(round % streams);
      }
      shared.restore(alone.snapshot());
      assertThat(shared.snapshot()).isEqualTo(alone.snapshot());
      alone.steps(STEPS, block, expected);
      shared.steps(STEPS, block, found);
      assertThat(found).containsExactly(expected, within(1e-6f));
    }
  }

  @Test
  void blockIsItsSteps() {
    StreamCases kind = StreamCases.LMU_WITH_LSTM;
    int streams = 2;
    float[] block = noise(streams * STEPS, 3);
    float[] turned = new float[block.length];
    for (int s = 0; s < streams; s++) {
      for (int t = 0; t < STEPS; t++) {
        turned[t * streams + s] = block[s * STEPS + t];
      }
    }
    try (StreamingPredictor stream =
        StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT32, streams)) {
      int size = stream.outputSize();
      float[] singles = stepByStep(stream, turned);
      stream.reset();
      float[] found = new float[streams * STEPS * size];
      stream.steps(STEPS, block, found);
      for (int s = 0; s < streams; s++) {
        for (int t = 0; t < STEPS; t++) {
          for (int i = 0; i < size; i++) {
            assertThat(found[(s * STEPS + t) * size + i])
                .isEqualTo(singles[(t * streams + s) * size + i]);
          }
        }
      }
    }
  }

  @Test
  void resetBeginsAnewAllStreamsOrOne() {
    StreamCases kind = StreamCases.LMU_WITH_EVERYTHING;
    float[] first = noise(2 * STEPS, 4);
    float[] second = noise(2 * STEPS, 5);
    try (StreamingPredictor stream =
        StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT32, 2)) {
      float[] fresh = stepByStep(stream, second);
      stream.reset();
      stepByStep(stream, first);
      float[] going = stepByStep(stream, second);
      stream.reset();
      assertThat(stepByStep(stream, second)).isEqualTo(fresh);
      stream.reset();
      stepByStep(stream, first);
      stream.reset(1);
      float[] found = stepByStep(stream, second);
      int size = stream.outputSize();
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isEqualTo(i / size % 2 == 1 ? fresh[i] : going[i]);
      }
      assertThat(going).isNotEqualTo(fresh);
      assertThatThrownBy(() -> stream.reset(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(StreamCases.class)
  void snapshotGoesOnInAnotherPredictor(StreamCases kind) {
    float[] input = noise(STEPS, 6);
    byte[] snapshot;
    float[] expected;
    try (StreamingPredictor stream = StreamingPredictor.open(kind.model(-1), kind.weights())) {
      stepByStep(stream, noise(STEPS, 7));
      snapshot = stream.snapshot();
      expected = stepByStep(stream, input);
    }
    try (StreamingPredictor stream = StreamingPredictor.open(kind.model(-1), kind.weights())) {
      stream.restore(snapshot);
      assertThat(stream.snapshot()).isEqualTo(snapshot);
      assertThat(stepByStep(stream, input)).isEqualTo(expected);
    }
  }

  @Test
  void snapshotGoesOnInAnotherProcess(@TempDir Path folder)
      throws IOException, InterruptedException {
    StreamCases kind = StreamCases.LMU_WITH_EVERYTHING;
    float[] input = noise(STEPS, 8);
    Path file = folder.resolve("state");
    String expected;
    try (StreamingPredictor stream = StreamingPredictor.open(kind.model(-1), kind.weights())) {
      stepByStep(stream, noise(STEPS, 9));
      Files.write(file, stream.snapshot());
      expected = Arrays.toString(stepByStep(stream, input));
    }
    assertThat(StreamChild.run(kind, file, input)).isEqualTo(expected);
  }

  @Test
  void restoreRefusesOtherBytesAndKeepsTheStates() {
    StreamCases kind = StreamCases.STACKED_LAYERS;
    try (StreamingPredictor stream = StreamingPredictor.open(kind.model(-1), kind.weights());
        StreamingPredictor two =
            StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT32, 2);
        StreamingPredictor other = StreamingPredictor.open(kind.model(-1), kind.otherWeights())) {
      stepByStep(stream, noise(3, 10));
      byte[] good = stream.snapshot();
      requireRefused(stream, two.snapshot(), "1 streams");
      requireRefused(stream, other.snapshot(), "this model");
      requireRefused(stream, new byte[0], "whole");
      requireRefused(stream, new byte[100], "begin as one");
      for (int length = 0; length < good.length; length++) {
        requireRefused(stream, Arrays.copyOf(good, length), "a snapshot must");
      }
      requireRefused(stream, Arrays.copyOf(good, good.length + 1), "whole");
      for (int i = 0; i < good.length; i++) {
        byte[] damaged = good.clone();
        damaged[i] ^= 1;
        requireRefused(stream, damaged, "a snapshot must");
      }
      assertThat(stream.snapshot()).isEqualTo(good);
    }
  }

  private static void requireRefused(StreamingPredictor stream, byte[] bytes, String message) {
    assertThatThrownBy(() -> stream.restore(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stepMakesNothingInJava(int streams) {
    StreamCases kind = StreamCases.LMU_WITH_EVERYTHING;
    try (StreamingPredictor stream =
        StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT32, streams, streams)) {
      float[] in = new float[streams * stream.inputSize()];
      float[] out = new float[streams * stream.outputSize()];
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      int steps = 10_000;
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < steps; i++) {
          stream.step(in, out);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).isLessThan(steps);
    }
  }

  /** Of two threads that never cease to use a predictor, one is soon in the way of the other. */
  @Test
  @Timeout(60)
  void secondThreadIsTurnedAway() throws InterruptedException {
    StreamCases kind = StreamCases.PARALLEL_LMU;
    try (StreamingPredictor stream = StreamingPredictor.open(kind.model(-1), kind.weights())) {
      Queue<String> told = new ConcurrentLinkedQueue<>();
      Runnable user =
          () -> {
            float[] in = new float[1000];
            float[] out = new float[in.length * stream.outputSize()];
            while (told.isEmpty()) {
              try {
                stream.steps(in.length, in, out);
              } catch (IllegalStateException e) {
                told.add(String.valueOf(e.getMessage()));
              }
            }
          };
      Thread other = new Thread(user);
      other.start();
      user.run();
      other.join();
      assertThat(told).isNotEmpty().allMatch(message -> message.contains("one thread at a time"));
      stream.snapshot();
    }
  }

  @Test
  void wrongLengthsAndClosedPredictorsAreRefused() {
    StreamCases kind = StreamCases.PARALLEL_LMU;
    StreamingPredictor stream = StreamingPredictor.open(kind.model(-1), kind.weights());
    assertThatThrownBy(() -> stream.step(new float[2], new float[stream.outputSize()]))
        .hasMessageContaining("input must have 1 numbers")
        .hasMessageContaining("got 2");
    assertThatThrownBy(() -> stream.step(new float[1], new float[0]))
        .hasMessageContaining("output must have");
    stream.close();
    stream.close();
    assertThatThrownBy(stream::snapshot)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(
            () -> StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT32, 0))
        .hasMessageContaining("streams must be at least 1 (got 0)");
    assertThatThrownBy(
            () -> StreamingPredictor.open(kind.model(-1), kind.weights(), DType.FLOAT32, 1, 0))
        .hasMessageContaining("threads must be at least 1 (got 0)");
    assertThatThrownBy(
            () -> StreamingPredictor.open(kind.model(-1), kind.weights(), DType.INT32, 1))
        .hasMessageContaining("float32 or float64 only (got int32)");
  }

  /** With a number of steps that is known, the impulse response ends; the recurrence goes on. */
  @Test
  void parallelMemoryOfFixedLengthGoesOnBeyondIt() {
    Model ten = parallel(10);
    Model open = parallel(-1);
    Weights weights = StreamCases.weights(open, 1);
    float[] input = noise(STEPS, 11);
    try (StreamingPredictor stream = StreamingPredictor.open(ten, weights);
        StreamingPredictor same = StreamingPredictor.open(open, weights)) {
      assertThat(stepByStep(stream, input)).isEqualTo(stepByStep(same, input));
    }
  }

  private static Model parallel(int steps) {
    return Model.sequential(Shape.of(steps, 1))
        .add(LmuFeedforward.builder(1, 6, 8).returnSequences().build())
        .add(Dense.of(2))
        .build();
  }
}
