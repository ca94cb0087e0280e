package io.github.lmu4j.testing;

import io.github.lmu4j.model.StreamingPredictor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Goes on with a stream in a process of its own. */
public final class StreamChild {

  private StreamChild() {}

  /**
   * Starts the process.
   *
   * @param kind the model
   * @param snapshot file of the state
   * @param input numbers to go on with
   * @return all answers, as text
   * @throws IOException if the process cannot be started
   * @throws InterruptedException if the caller is interrupted
   */
  public static String run(StreamCases kind, Path snapshot, float[] input)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(kind.name(), snapshot.toString()));
    for (float number : input) {
      arguments.add(Float.toString(number));
    }
    Process process = ChildJvm.of(List.of(), StreamChild.class, arguments).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }

  /**
   * Restores the snapshot and prints all answers.
   *
   * @param args kind, snapshot, numbers
   * @throws IOException if the snapshot cannot be read
   */
  public static void main(String[] args) throws IOException {
    StreamCases kind = StreamCases.valueOf(args[0]);
    try (StreamingPredictor stream = StreamingPredictor.open(kind.model(-1), kind.weights())) {
      stream.restore(Files.readAllBytes(Path.of(args[1])));
      int steps = args.length - 2;
      float[] input = new float[steps];
      for (int i = 0; i < steps; i++) {
        input[i] = Float.parseFloat(args[i + 2]);
      }
      float[] output = new float[steps * stream.outputSize()];
      stream.steps(steps, input, output);
      System.out.println(Arrays.toString(output));
    }
  }
}
