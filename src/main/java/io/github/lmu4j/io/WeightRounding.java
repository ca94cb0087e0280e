package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What becomes of weights that are stored in fewer bits.
 *
 * @param rounded the weights as they are read again
 * @param path the weight that changes most
 * @param largest the largest change of a number
 */
public record WeightRounding(Weights rounded, String path, double largest) {

  /**
   * Rounds to float16: 11 significant bits, and infinity above 65,504.
   *
   * @param weights the weights
   * @return the same weights rounded, in their own dtypes
   */
  public static WeightRounding toHalf(Weights weights) {
    Map<String, Array> rounded = new LinkedHashMap<>();
    String path = "";
    double largest = 0;
    for (Map.Entry<String, Array> weight : weights.values().entrySet()) {
      Array value = weight.getValue();
      Array half = value.type().isFloating() ? toHalf(value) : value;
      rounded.put(weight.getKey(), half);
      for (int i = 0; i < value.size(); i++) {
        double change = Math.abs(half.doubleAt(i) - value.doubleAt(i));
        if (change > largest) {
          largest = change;
          path = weight.getKey();
        }
      }
    }
    return new WeightRounding(new Weights(rounded), path, largest);
  }

  private static Array toHalf(Array array) {
    float[] values = array.cast(DType.FLOAT32).toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Half.toFloat(Half.of(values[i]));
    }
    return Array.of(array.shape(), values).cast(array.type());
  }
}
