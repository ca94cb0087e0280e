package io.github.lmu4j.examples;

import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.StreamingPredictor;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * Listens to a signal such as a microphone gives, sample by sample: noise all the time, and a tone
 * now and then. A small LMU learns on short pieces how likely there is a tone, and then says so
 * along a file that may be as long as one likes.
 */
public final class ListenToAStream {

  /** Samples a second. */
  static final int RATE = 1000;

  private static final int PIECE = 200;
  private static final double TONE = 50;

  private ListenToAStream() {}

  /** A tone detector of one number a step. */
  static Model model() {
    LmuCell cell =
        LmuCell.builder(1, 16, 60)
            .hiddenCell(SimpleRnnCell.of(16))
            .hiddenToMemory()
            .inputToHidden()
            .build();
    return Model.sequential(Shape.of(-1, 1))
        .add(Lmu.of(cell).returningSequences())
        .add(Dense.of(1, Activation.SIGMOID))
        .build();
  }

  /**
   * Learns on pieces of a signal.
   *
   * @param epochs passes over them
   * @return the model's weights
   */
  public static Weights train(int epochs) {
    int pieces = 128;
    Random random = new Random(0);
    float[] samples = new float[pieces * PIECE];
    float[] tones = new float[pieces * PIECE];
    for (int piece = 0; piece < pieces; piece++) {
      int change = random.nextInt(PIECE);
      boolean first = random.nextBoolean();
      for (int t = 0; t < PIECE; t++) {
        boolean tone = first == (t < change);
        samples[piece * PIECE + t] = sample(random, t, tone);
        tones[piece * PIECE + t] = tone ? 1 : 0;
      }
    }
    Shape shape = Shape.of(pieces, PIECE, 1);
    try (Trainer trainer =
        Trainer.builder(model())
            .optimizer(OptimizerConfig.adam(1e-2))
            .loss(Loss.named("mse"))
            .build()) {
      trainer.fit(
          Dataset.of(Array.of(shape, samples), Array.of(shape, tones)),
          FitOptions.epochs(epochs).withBatchSize(32));
      return trainer.weights();
    }
  }

  private static float sample(Random random, int t, boolean tone) {
    double noise = 0.3 * random.nextGaussian();
    return (float) (noise + (tone ? Math.sin(2 * Math.PI * TONE * t / RATE) : 0));
  }

  /**
   * Writes a recording: a tone in every second half second.
   *
   * @param file the file
   * @param seconds its length
   * @throws IOException if it cannot be written
   */
  public static void record(Path file, int seconds) throws IOException {
    Random random = new Random(1);
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (int t = 0; t < seconds * RATE; t++) {
        out.writeFloat(sample(random, t, t / (RATE / 2) % 2 == 1));
      }
    }
  }

  /**
   * Listens to a recording.
   *
   * @param weights what was learned
   * @param file the recording
   * @return after every tenth of a second, how likely there is a tone
   * @throws IOException if the recording cannot be read
   */
  public static List<Float> listen(Weights weights, Path file) throws IOException {
    List<Float> heard = new ArrayList<>();
    // README begins
    try (StreamingPredictor stream = StreamingPredictor.open(model(), weights);
        DataInputStream microphone = new DataInputStream(Files.newInputStream(file))) {
      float[] sample = new float[stream.inputSize()];
      float[] answer = new float[stream.outputSize()];
      for (int t = 1; microphone.available() >= Float.BYTES; t++) {
        sample[0] = microphone.readFloat();
        stream.step(sample, answer);
        if (t % (RATE / 10) == 0) {
          heard.add(answer[0]);
        }
      }
    }
    // README ends
    return heard;
  }

  /**
   * Learns, records and listens.
   *
   * @param args file for the recording
   * @throws IOException if it cannot be written or read
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    record(file, 4);
    List<Float> heard = listen(train(30), file);
    for (int i = 0; i < heard.size(); i++) {
      System.out.printf(
          Locale.ROOT,
          "%.1f s %.2f %s%n",
          (i + 1) / 10.0,
          heard.get(i),
          "#".repeat(Math.round(40 * heard.get(i))));
    }
  }
}
