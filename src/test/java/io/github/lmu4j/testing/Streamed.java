package io.github.lmu4j.testing;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.StreamingPredictor;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** A model's whole sequences, sent through a stream step by step. */
public final class Streamed {

  private Streamed() {}

  /**
   * Sends sequences along streams, a stream for each example.
   *
   * @param model the model
   * @param weights its weights
   * @param type dtype
   * @param inputs one array (batch, time, ...) a model input
   * @param like one array an output: of a sequence (batch, time, ...)
   * @return the outputs, of the same shapes: of sequences all steps, otherwise the last
   */
  public static List<Array> run(
      Model model, Weights weights, DType type, List<Array> inputs, List<Array> like) {
    Shape first = inputs.get(0).shape();
    int batch = Math.toIntExact(first.get(0));
    int time = Math.toIntExact(first.get(1));
    try (StreamingPredictor predictor = StreamingPredictor.open(model, weights, type, batch)) {
      double[] in = new double[batch * predictor.inputSize()];
      double[] out = new double[batch * predictor.outputSize()];
      List<double[]> found = new ArrayList<>();
      like.forEach(array -> found.add(new double[array.size()]));
      for (int t = 0; t < time; t++) {
        int at = 0;
        for (int b = 0; b < batch; b++) {
          for (Array input : inputs) {
            int size = input.size() / batch / time;
            for (int i = 0; i < size; i++) {
              in[at++] = input.doubleAt((b * time + t) * size + i);
            }
          }
        }
        predictor.step(in, out);
        take(out, like, found, batch, time, t);
      }
      List<Array> outputs = new ArrayList<>();
      for (int i = 0; i < like.size(); i++) {
        outputs.add(Array.of(like.get(i).shape(), found.get(i)));
      }
      return outputs;
    }
  }

  private static void take(
      double[] out, List<Array> like, List<double[]> found, int batch, int time, int t) {
    int at = 0;
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < like.size(); o++) {
        Array array = like.get(o);
        boolean sequence = array.shape().numDimensions() > 2 && array.shape().get(1) == time;
        int size = array.size() / batch / (sequence ? time : 1);
        int first = sequence ? (b * time + t) * size : b * size;
        System.arraycopy(out, at, found.get(o), first, size);
        at += size;
      }
    }
  }
}
