package io.github.lmu4j.testing;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.ModelFormat;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/**
 * A process that saves one model again and again in every form at once, until it is killed: with
 * weights that are all 1, all 2, all 1, ...
 */
public final class SaveLoop {

  private static final int SIZE = 128;

  /** The forms that a model made here has, which is no LMU. */
  public static final Set<ModelFormat> FORMATS =
      EnumSet.complementOf(
          EnumSet.of(
              ModelFormat.KERAS2_H5,
              ModelFormat.NENGODL,
              ModelFormat.PYTORCH,
              ModelFormat.SAFETENSORS));

  private SaveLoop() {}

  /** The model with all weights of one value. */
  public static LoadedModel model(float value) {
    Model model =
        Model.sequential(Shape.of(SIZE)).add("a", Dense.of(SIZE)).add("b", Dense.of(SIZE)).build();
    return LoadedModel.of(model, weights(value), DType.FLOAT32);
  }

  private static Weights weights(float value) {
    float[] kernel = new float[SIZE * SIZE];
    float[] bias = new float[SIZE];
    Arrays.fill(kernel, value);
    Arrays.fill(bias, value);
    return new Weights(
        Map.of(
            "a/kernel", Array.of(Shape.of(SIZE, SIZE), kernel),
            "a/bias", Array.of(Shape.of(SIZE), bias),
            "b/kernel", Array.of(Shape.of(SIZE, SIZE), kernel),
            "b/bias", Array.of(Shape.of(SIZE), bias)));
  }

  /** Where a form goes. */
  public static Path target(Path folder, ModelFormat format) {
    return folder.resolve(format.key());
  }

  /**
   * Saves until the process ends; a line on the standard output tells that it begins.
   *
   * @param args the folder
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[0]);
    LoadedModel ones = model(1);
    LoadedModel twos = ones.withWeights(weights(2));
    List<Thread> threads = new ArrayList<>();
    for (ModelFormat format : FORMATS) {
      threads.add(new Thread(() -> save(target(folder, format), format, ones, twos)));
    }
    threads.forEach(Thread::start);
    System.out.println("saving");
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void save(Path target, ModelFormat format, LoadedModel ones, LoadedModel twos) {
    try {
      for (int i = 0; ; i++) {
        ModelFile.write(target, i % 2 == 0 ? twos : ones, format, false);
      }
    } catch (IOException | RuntimeException e) {
      System.out.println(format + ": " + e);
    }
  }
}
