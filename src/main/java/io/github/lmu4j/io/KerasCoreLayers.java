package io.github.lmu4j.io;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Embedding;
import io.github.lmu4j.layers.Flatten;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Masking;
import io.github.lmu4j.layers.Permute;
import io.github.lmu4j.layers.RepeatVector;
import io.github.lmu4j.layers.Reshape;
import io.github.lmu4j.layers.TimeDistributed;
import io.github.lmu4j.weights.RandomUniform;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.Zeros;
import java.util.List;

/** Layers without time that stand between others, and the one that applies them to every step. */
final class KerasCoreLayers {

  private KerasCoreLayers() {}

  static void addTo(KerasClasses.Builder<Layer> layers) {
    layers
        .add(
            Dense.class,
            "Dense",
            a -> new Dense(denseCell(a)),
            (layer, out) -> writeDense(layer.cell(), out))
        .add(
            Flatten.class,
            "Flatten",
            KerasCoreLayers::flatten,
            (layer, out) -> out.put("data_format", "channels_last"))
        .add(
            Masking.class,
            "Masking",
            a -> new Masking(a.number("mask_value", 0)),
            (layer, out) -> out.put("mask_value", layer.maskValue()))
        .add(
            Reshape.class,
            "Reshape",
            a -> new Reshape(a.shape("target_shape")),
            (layer, out) -> out.put("target_shape", layer.target()))
        .add(
            Permute.class,
            "Permute",
            a -> new Permute(a.integers("dims", List.of())),
            (layer, out) -> out.put("dims", layer.dims()))
        .add(
            RepeatVector.class,
            "RepeatVector",
            a -> new RepeatVector(a.integer("n")),
            (layer, out) -> out.put("n", layer.n()))
        .add(
            Embedding.class,
            "Embedding",
            KerasCoreLayers::embedding,
            KerasCoreLayers::writeEmbedding)
        .add(
            TimeDistributed.class,
            "TimeDistributed",
            a -> new TimeDistributed(a.nested().read(KerasLayers.ALL, a.required("layer"))),
            (layer, out) -> out.putLayer("layer", "layer", layer.layer()));
  }

  static DenseCell denseCell(Arguments a) throws ModelFormatException {
    return new DenseCell(
        a.integer("units"),
        a.activation("activation"),
        a.truth("use_bias", true),
        a.initializer("kernel_initializer", VarianceScaling.glorotUniform()),
        a.initializer("bias_initializer", new Zeros()),
        a.regularizer("kernel_regularizer"),
        a.regularizer("bias_regularizer"),
        a.constraint("kernel_constraint"),
        a.constraint("bias_constraint"));
  }

  static void writeDense(DenseCell cell, ConfigWriter out) {
    out.put("units", cell.units())
        .put("activation", cell.activation())
        .put("use_bias", cell.useBias())
        .put("kernel_initializer", cell.kernelInitializer())
        .put("bias_initializer", cell.biasInitializer())
        .putRegularizer("kernel_regularizer", cell.kernelRegularizer())
        .putRegularizer("bias_regularizer", cell.biasRegularizer())
        .putConstraint("kernel_constraint", cell.kernelConstraint())
        .putConstraint("bias_constraint", cell.biasConstraint());
  }

  private static Flatten flatten(Arguments a) throws ModelFormatException {
    a.requireChannelsLast();
    return new Flatten();
  }

  private static Embedding embedding(Arguments a) throws ModelFormatException {
    // Of use to Keras 2 when it checks shapes.
    a.ignore("input_length");
    a.requireFalse("sparse");
    return new Embedding(
        a.integer("input_dim"),
        a.integer("output_dim"),
        a.truth("mask_zero", false),
        a.weight("embeddings", new RandomUniform(-0.05, 0.05)));
  }

  private static void writeEmbedding(Embedding layer, ConfigWriter out) {
    out.put("input_dim", layer.inputDim())
        .put("output_dim", layer.outputDim())
        .put("mask_zero", layer.maskZero())
        .put("embeddings", layer.embeddings());
  }
}
