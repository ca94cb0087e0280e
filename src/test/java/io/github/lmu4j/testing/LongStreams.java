package io.github.lmu4j.testing;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.model.StreamingPredictor;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * Runs every kind of model along a long stream: how far its answers are from those of whole
 * sequences, whether a step at the end costs what one at the beginning does, and whether memory
 * grows.
 */
public final class LongStreams {

  private LongStreams() {}

  /**
   * What a long stream shows.
   *
   * @param compared answers that were compared with those of one whole sequence
   * @param fromWhole the largest difference between them, relative to the largest answer
   * @param fromDouble the largest difference, so taken, from a stream in float64, over all steps
   * @param early nanoseconds a step in the second tenth
   * @param late nanoseconds a step in the last tenth
   */
  public record Result(
      int compared, double fromWhole, double fromDouble, double early, double late) {}

  /**
   * Runs one kind of model in float32.
   *
   * @param kind the model
   * @param steps how many steps
   * @return what the stream shows
   */
  public static Result run(StreamCases kind, int steps) {
    Model model = kind.model(-1);
    Weights weights = kind.weights();
    float[] input = new float[steps];
    Random random = new Random(1);
    for (int t = 0; t < steps; t++) {
      input[t] = (float) random.nextGaussian();
    }
    double[] whole = whole(model, weights, input);
    try (StreamingPredictor stream = StreamingPredictor.open(model, weights);
        StreamingPredictor exact = StreamingPredictor.open(model, weights, DType.FLOAT64, 1)) {
      int size = stream.outputSize();
      int compared = whole.length / size;
      double[] in = new double[1];
      double[] out = new double[size];
      double[] expected = new double[size];
      double scale = 0;
      double fromWhole = 0;
      double fromDouble = 0;
      long early = 0;
      long late = 0;
      for (int t = 0; t < steps; t++) {
        in[0] = input[t];
        long start = System.nanoTime();
        stream.step(in, out);
        long took = System.nanoTime() - start;
        early += t >= steps / 10 && t < steps / 5 ? took : 0;
        late += t >= steps - steps / 10 ? took : 0;
        exact.step(in, expected);
        for (int i = 0; i < size; i++) {
          scale = Math.max(scale, Math.abs(expected[i]));
          fromDouble = Math.max(fromDouble, Math.abs(out[i] - expected[i]));
          int at = (t - (steps - compared)) * size + i;
          fromWhole = at < 0 ? fromWhole : Math.max(fromWhole, Math.abs(out[i] - whole[at]));
        }
      }
      double timed = steps / 10.0;
      return new Result(
          compared, fromWhole / scale, fromDouble / scale, early / timed, late / timed);
    }
  }

  /** All answers to the whole sequence, or its last one. */
  private static double[] whole(Model model, Weights weights, float[] input) {
    try (Predictor predictor = Predictor.of(model, weights)) {
      return predictor.predict(Array.of(Shape.of(1, input.length, 1), input)).toDoubles();
    }
  }

  /**
   * Prints a table of all kinds, or of those that are named.
   *
   * @param args number of steps, then kinds
   * @throws IOException if the memory of the process cannot be read
   */
  public static void main(String[] args) throws IOException {
    int steps = Integer.parseInt(args[0]);
    System.out.println(
        "| model | compared | from the whole sequence | from float64 | us a step, second tenth | last tenth | resident MB |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (StreamCases kind : kinds(args)) {
      Result result = run(kind, steps);
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.1e | %.1e | %.1f | %.1f | %d |%n",
          kind,
          result.compared,
          result.fromWhole,
          result.fromDouble,
          result.early / 1e3,
          result.late / 1e3,
          residentMegabytes());
    }
  }

  private static List<StreamCases> kinds(String[] args) {
    List<StreamCases> named = Arrays.stream(args).skip(1).map(StreamCases::valueOf).toList();
    return named.isEmpty() ? List.of(StreamCases.values()) : named;
  }

  private static long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }
}
