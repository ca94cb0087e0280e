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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.tensorflow.ndarray.Shape;

/**
 * A process that saves again and again in every form at once, until it is killed: the doubled
 * weights, those of the model, the doubled ones, ...
 */
public final class SaveLoop {

  private static final int SIZE = 128;
  private static final Path FIXTURES = Path.of("models", "fixtures");

  /** What it says when it begins. */
  public static final String BEGUN = "begun";

  /** What it says when every form has been saved once. */
  public static final String SAVED = "saved";

  private SaveLoop() {}

  /** A model that the form takes: those of other worlds hold models of those worlds alone. */
  public static LoadedModel model(ModelFormat format) throws IOException {
    return switch (format) {
      case KERAS2, KERAS2_H5 ->
          ModelFile.read(FIXTURES.resolve("keras2/lmu-all-connections/model.h5"));
      case NENGODL -> ModelFile.read(FIXTURES.resolve("nengodl/units-below-order/lmu_params.npz"));
      case PYTORCH, SAFETENSORS -> ModelFile.read(FIXTURES.resolve("pytorch/lmu/model.pt"));
      default -> dense();
    };
  }

  /** Its weights are given: to compute them the process would start TensorFlow first. */
  private static LoadedModel dense() {
    Model model =
        Model.sequential(Shape.of(SIZE)).add("a", Dense.of(SIZE)).add("b", Dense.of(SIZE)).build();
    float[] kernel = new float[SIZE * SIZE];
    float[] bias = new float[SIZE];
    Arrays.fill(kernel, 1);
    Arrays.fill(bias, 1);
    Weights weights =
        new Weights(
            Map.of(
                "a/kernel", Array.of(Shape.of(SIZE, SIZE), kernel),
                "a/bias", Array.of(Shape.of(SIZE), bias),
                "b/kernel", Array.of(Shape.of(SIZE, SIZE), kernel),
                "b/bias", Array.of(Shape.of(SIZE), bias)));
    return LoadedModel.of(model, weights, DType.FLOAT32);
  }

  /** The same model with weights twice as large. */
  public static LoadedModel doubled(LoadedModel model) {
    Map<String, Array> doubled = new LinkedHashMap<>();
    model
        .weights()
        .values()
        .forEach((path, array) -> doubled.put(path, TestArrays.map(array, value -> 2 * value)));
    return model.withWeights(new Weights(doubled).cast(model.type()));
  }

  /** Where a form goes. */
  public static Path target(Path folder, ModelFormat format) {
    return folder.resolve(format.key());
  }

  /**
   * Saves until the process ends. The standard output has a line when it begins, and one when every
   * form has been saved once.
   *
   * @param args the folder
   * @throws IOException if a model cannot be read
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<Saving> savings = new ArrayList<>();
    CountDownLatch first = new CountDownLatch(ModelFormat.values().length);
    for (ModelFormat format : ModelFormat.values()) {
      LoadedModel model = model(format);
      savings.add(new Saving(target(Path.of(args[0]), format), format, model, doubled(model)));
    }
    System.out.println(BEGUN);
    savings.forEach(each -> new Thread(() -> each.run(first)).start());
    first.await();
    System.out.println(SAVED);
  }

  private record Saving(Path target, ModelFormat format, LoadedModel model, LoadedModel doubled) {

    void run(CountDownLatch first) {
      try {
        for (int i = 0; ; i++) {
          ModelFile.write(target, i % 2 == 0 ? doubled : model, format, false);
          if (i == 0) {
            first.countDown();
          }
        }
      } catch (IOException | RuntimeException e) {
        System.out.println(format + ": " + e);
      }
    }
  }
}
