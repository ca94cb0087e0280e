package io.github.lmu4j.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.github.lmu4j.layers.BatchNormalization;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.LayerNormalization;
import io.github.lmu4j.layers.Normalization;
import io.github.lmu4j.layers.Normalization.Moments;
import io.github.lmu4j.layers.Rescaling;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** Layers that shift and scale. */
final class KerasNormalizations {

  private KerasNormalizations() {}

  static void addTo(KerasClasses.Builder<Layer> layers) {
    layers
        .add(
            LayerNormalization.class,
            "LayerNormalization",
            KerasNormalizations::layerNormalization,
            KerasNormalizations::writeLayerNormalization)
        .add(
            BatchNormalization.class,
            "BatchNormalization",
            KerasNormalizations::batchNormalization,
            KerasNormalizations::writeBatchNormalization)
        .add(
            Normalization.class,
            "Normalization",
            KerasNormalizations::normalization,
            KerasNormalizations::writeNormalization)
        .add(
            Rescaling.class,
            "Rescaling",
            a -> new Rescaling(a.number("scale"), a.number("offset", 0)),
            (layer, out) -> out.put("scale", layer.scale()).put("offset", layer.offset()));
  }

  private static Optional<WeightSpec> gamma(Arguments a) throws ModelFormatException {
    WeightSpec spec = a.weight("gamma", new Ones());
    return a.truth("scale", true) ? Optional.of(spec) : Optional.empty();
  }

  private static Optional<WeightSpec> beta(Arguments a) throws ModelFormatException {
    WeightSpec spec = a.weight("beta", new Zeros());
    return a.truth("center", true) ? Optional.of(spec) : Optional.empty();
  }

  private static void writeScaleAndOffset(
      Optional<WeightSpec> gamma, Optional<WeightSpec> beta, ConfigWriter out) {
    out.put("scale", gamma.isPresent()).put("center", beta.isPresent());
    gamma.ifPresent(spec -> out.put("gamma", spec));
    beta.ifPresent(spec -> out.put("beta", spec));
  }

  private static LayerNormalization layerNormalization(Arguments a) throws ModelFormatException {
    return new LayerNormalization(
        a.integers("axis", List.of(-1)),
        a.number("epsilon", 1e-3),
        gamma(a),
        beta(a),
        a.truth("rms_scaling", false));
  }

  private static void writeLayerNormalization(LayerNormalization layer, ConfigWriter out) {
    out.put("axis", layer.axes()).put("epsilon", layer.epsilon());
    writeScaleAndOffset(layer.gamma(), layer.beta(), out);
    out.put("rms_scaling", layer.rmsScaling());
  }

  private static BatchNormalization batchNormalization(Arguments a) throws ModelFormatException {
    a.requireFalse("synchronized");
    a.requireFalse("renorm");
    // What only counts with renorm, and how TensorFlow computes.
    a.ignore("renorm_clipping", "renorm_momentum", "fused");
    a.requireNull("virtual_batch_size");
    List<Integer> axes = a.integers("axis", List.of(-1));
    if (axes.size() != 1) {
      throw a.required("axis").unlike("one axis");
    }
    return new BatchNormalization(
        axes.get(0),
        a.number("momentum", 0.99),
        a.number("epsilon", 1e-3),
        gamma(a),
        beta(a),
        a.initializer("moving_mean_initializer", new Zeros()),
        a.initializer("moving_variance_initializer", new Ones()));
  }

  private static void writeBatchNormalization(BatchNormalization layer, ConfigWriter out) {
    out.put("axis", layer.axis()).put("momentum", layer.momentum()).put("epsilon", layer.epsilon());
    writeScaleAndOffset(layer.gamma(), layer.beta(), out);
    out.put("moving_mean_initializer", layer.movingMean())
        .put("moving_variance_initializer", layer.movingVariance());
  }

  private static Normalization normalization(Arguments a) throws ModelFormatException {
    Optional<Json> mean = a.optional("mean");
    Optional<Json> variance = a.optional("variance");
    if (mean.isPresent() != variance.isPresent()) {
      throw mean.or(() -> variance).orElseThrow().unlike("both mean and variance, or none");
    }
    return new Normalization(
        a.integers("axis", List.of(-1)),
        mean.isPresent()
            ? Optional.of(new Moments(array(mean.get()), array(variance.orElseThrow())))
            : Optional.empty(),
        a.truth("invert", false));
  }

  private static void writeNormalization(Normalization layer, ConfigWriter out) {
    out.put("axis", layer.axes()).put("invert", layer.invert());
    if (layer.given().isPresent()) {
      out.put("mean", json(layer.given().get().mean()))
          .put("variance", json(layer.given().get().variance()));
    } else {
      out.putNull("mean").putNull("variance");
    }
  }

  /** A number, or numbers in lists of lists. */
  private static Array array(Json json) throws ModelFormatException {
    List<Long> sizes = new ArrayList<>();
    for (Json at = json; at.isList(); at = at.list().get(0)) {
      sizes.add((long) at.list().size());
      if (at.list().isEmpty()) {
        throw at.unlike("numbers");
      }
    }
    List<Double> values = new ArrayList<>();
    collect(json, sizes, 0, values);
    return Array.of(
        Shape.of(sizes.stream().mapToLong(size -> size).toArray()),
        values.stream().mapToDouble(value -> value).toArray());
  }

  private static void collect(Json json, List<Long> sizes, int axis, List<Double> values)
      throws ModelFormatException {
    if (axis == sizes.size()) {
      values.add(json.number());
      return;
    }
    if (json.list().size() != sizes.get(axis)) {
      throw json.unlike("lists of one length");
    }
    for (Json item : json.list()) {
      collect(item, sizes, axis + 1, values);
    }
  }

  private static JsonElement json(Array array) {
    long[] sizes = array.shape().asArray();
    if (sizes.length == 0) {
      return new JsonPrimitive(array.doubleAt(0));
    }
    JsonArray list = new JsonArray();
    for (int i = 0; i < sizes[0]; i++) {
      list.add(json(array.rows(i).reshape(array.shape().tail())));
    }
    return list;
  }
}
