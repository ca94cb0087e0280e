package io.github.lmu4j.io;

import io.github.lmu4j.layers.AveragePooling1D;
import io.github.lmu4j.layers.Conv1D;
import io.github.lmu4j.layers.Cropping1D;
import io.github.lmu4j.layers.DepthwiseConv1D;
import io.github.lmu4j.layers.GlobalAveragePooling1D;
import io.github.lmu4j.layers.GlobalMaxPooling1D;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.MaxPooling1D;
import io.github.lmu4j.layers.Padding;
import io.github.lmu4j.layers.UpSampling1D;
import io.github.lmu4j.layers.ZeroPadding1D;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.List;
import java.util.Optional;

/** Layers that slide along time, or change its length. */
final class KerasSequenceLayers {

  private KerasSequenceLayers() {}

  static void addTo(KerasClasses.Builder<Layer> layers) {
    layers
        .add(Conv1D.class, "Conv1D", KerasSequenceLayers::conv, KerasSequenceLayers::writeConv)
        .add(
            DepthwiseConv1D.class,
            "DepthwiseConv1D",
            KerasSequenceLayers::depthwise,
            KerasSequenceLayers::writeDepthwise)
        .add(
            AveragePooling1D.class,
            "AveragePooling1D",
            a -> new AveragePooling1D(poolSize(a), strides(a), padding(a)),
            (layer, out) -> writePooling(layer.poolSize(), layer.strides(), layer.padding(), out))
        .add(
            MaxPooling1D.class,
            "MaxPooling1D",
            a -> new MaxPooling1D(poolSize(a), strides(a), padding(a)),
            (layer, out) -> writePooling(layer.poolSize(), layer.strides(), layer.padding(), out))
        .add(
            GlobalAveragePooling1D.class,
            "GlobalAveragePooling1D",
            a -> new GlobalAveragePooling1D(keepDims(a)),
            (layer, out) -> out.put("keepdims", layer.keepDims()))
        .add(
            GlobalMaxPooling1D.class,
            "GlobalMaxPooling1D",
            a -> new GlobalMaxPooling1D(keepDims(a)),
            (layer, out) -> out.put("keepdims", layer.keepDims()))
        .add(
            UpSampling1D.class,
            "UpSampling1D",
            a -> new UpSampling1D(a.integer("size")),
            (layer, out) -> out.put("size", layer.size()))
        .add(
            ZeroPadding1D.class,
            "ZeroPadding1D",
            a -> {
              a.requireChannelsLast();
              List<Integer> sides = sides(a, "padding");
              return new ZeroPadding1D(sides.get(0), sides.get(1));
            },
            (layer, out) -> out.put("padding", List.of(layer.before(), layer.behind())))
        .add(
            Cropping1D.class,
            "Cropping1D",
            a -> {
              List<Integer> sides = sides(a, "cropping");
              return new Cropping1D(sides.get(0), sides.get(1));
            },
            (layer, out) -> out.put("cropping", List.of(layer.before(), layer.behind())));
  }

  private static Padding padding(Arguments a) throws ModelFormatException {
    a.requireChannelsLast();
    return a.constant(Padding.class, "padding", "valid");
  }

  private static int poolSize(Arguments a) throws ModelFormatException {
    return a.single("pool_size", 2);
  }

  private static int strides(Arguments a) throws ModelFormatException {
    return a.single("strides", poolSize(a));
  }

  private static void writePooling(int size, int strides, Padding padding, ConfigWriter out) {
    out.put("pool_size", List.of(size))
        .put("strides", List.of(strides))
        .put("padding", padding)
        .put("data_format", "channels_last");
  }

  private static boolean keepDims(Arguments a) throws ModelFormatException {
    a.requireChannelsLast();
    return a.truth("keepdims", false);
  }

  /** One number for both ends, or one for each. */
  private static List<Integer> sides(Arguments a, String key) throws ModelFormatException {
    List<Integer> sides = a.integers(key, List.of(1));
    if (sides.isEmpty() || sides.size() > 2) {
      throw a.required(key).unlike("one whole number or two");
    }
    return List.of(sides.get(0), sides.get(sides.size() - 1));
  }

  private static Optional<WeightSpec> bias(Arguments a) throws ModelFormatException {
    WeightSpec spec = a.weight("bias", new Zeros());
    return a.truth("use_bias", true) ? Optional.of(spec) : Optional.empty();
  }

  private static void writeBias(Optional<WeightSpec> bias, ConfigWriter out) {
    out.put("use_bias", bias.isPresent());
    bias.ifPresent(spec -> out.put("bias", spec));
  }

  private static Conv1D conv(Arguments a) throws ModelFormatException {
    return new Conv1D(
        a.integer("filters"),
        a.single("kernel_size", 1),
        a.single("strides", 1),
        padding(a),
        a.single("dilation_rate", 1),
        a.integer("groups", 1),
        a.activation("activation"),
        a.weight("kernel", VarianceScaling.glorotUniform()),
        bias(a));
  }

  private static void writeConv(Conv1D layer, ConfigWriter out) {
    out.put("filters", layer.filters())
        .put("kernel_size", List.of(layer.kernelSize()))
        .put("strides", List.of(layer.strides()))
        .put("padding", layer.padding())
        .put("data_format", "channels_last")
        .put("dilation_rate", List.of(layer.dilationRate()))
        .put("groups", layer.groups())
        .put("activation", layer.activation())
        .put("kernel", layer.kernel());
    writeBias(layer.bias(), out);
  }

  private static DepthwiseConv1D depthwise(Arguments a) throws ModelFormatException {
    // What Keras 2 inherits from its other convolutions and does not use here.
    a.ignore("groups", "filters", "kernel_initializer", "kernel_regularizer", "kernel_constraint");
    return new DepthwiseConv1D(
        a.single("kernel_size", 1),
        a.single("strides", 1),
        padding(a),
        a.integer("depth_multiplier", 1),
        a.single("dilation_rate", 1),
        a.activation("activation"),
        a.weight("depthwise", VarianceScaling.glorotUniform()),
        bias(a));
  }

  private static void writeDepthwise(DepthwiseConv1D layer, ConfigWriter out) {
    out.put("kernel_size", List.of(layer.kernelSize()))
        .put("strides", List.of(layer.strides()))
        .put("padding", layer.padding())
        .put("depth_multiplier", layer.depthMultiplier())
        .put("data_format", "channels_last")
        .put("dilation_rate", List.of(layer.dilationRate()))
        .put("activation", layer.activation())
        .put("depthwise", layer.kernel());
    writeBias(layer.bias(), out);
  }
}
