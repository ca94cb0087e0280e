package io.github.lmu4j.io;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.GivenSystem;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.layers.MappedLayer;
import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.math.LegendreWindow;
import io.github.lmu4j.ops.FilterMethod;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.Orthogonal;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.Map;
import java.util.Optional;

/** The layers and the cell of KerasLMU. */
final class KerasLmu {

  private static final int MAX_ORDER = 2_048;

  private KerasLmu() {}

  static void addTo(KerasClasses.Builder<Layer> layers) {
    layers
        .add(
            LmuFeedforward.class,
            "LMUFeedforward",
            KerasLmu::feedforward,
            KerasLmu::writeFeedforward)
        // Its name in KerasLMU 0.2 and 0.3.
        .add("LMUFFT", KerasLmu::feedforward)
        .add(
            Lmu.class,
            "LMU",
            a -> new Lmu(cell(a), a.truth("return_sequences", false)),
            KerasLmu::writeLayer);
  }

  private static void writeLayer(Lmu layer, ConfigWriter out) {
    if (out.isFrozen()) {
      throw new IllegalArgumentException(
          "Keras 3 has no LMU whose memory is not trained (got %s frozen)".formatted(layer.cell()));
    }
    writeCell(layer.cell(), out);
    out.put("return_sequences", layer.returnSequences());
  }

  /** Arguments of KerasLMU 0.1, and what came in their place. */
  private static final Map<String, String> OLD =
      Map.ofEntries(
          Map.entry("units", "hidden_cell, such as SimpleRNNCell(units)"),
          Map.entry("method", "discretizer"),
          Map.entry("realizer", "nothing: the memory has Legendre coordinates"),
          Map.entry("factory", "nothing: the memory is Legendre's"),
          Map.entry("hidden_activation", "the activation of hidden_cell"),
          Map.entry("input_encoders_initializer", "kernel_initializer"),
          Map.entry("hidden_encoders_initializer", "hidden_to_memory and kernel_initializer"),
          Map.entry("memory_encoders_initializer", "memory_to_memory and recurrent_initializer"),
          Map.entry("input_kernel_initializer", "input_to_hidden and that of hidden_cell"),
          Map.entry("hidden_kernel_initializer", "the recurrent_initializer of hidden_cell"),
          Map.entry("memory_kernel_initializer", "the kernel_initializer of hidden_cell"),
          Map.entry("trainable_input_encoders", "trainable"),
          Map.entry("trainable_hidden_encoders", "trainable"),
          Map.entry("trainable_memory_encoders", "trainable"),
          Map.entry("trainable_input_kernel", "trainable"),
          Map.entry("trainable_hidden_kernel", "trainable"),
          Map.entry("trainable_memory_kernel", "trainable"),
          Map.entry("trainable_A", "nothing: A follows from order and theta"),
          Map.entry("trainable_B", "nothing: B follows from order and theta"));

  private static void requireNoOldArguments(Arguments a) throws ModelFormatException {
    for (Map.Entry<String, String> old : OLD.entrySet()) {
      if (a.has(old.getKey())) {
        throw new ModelFormatException(
            a.object().config().place(),
            "arguments of KerasLMU 0.2 or later, which has %s in place of %s"
                .formatted(old.getValue(), old.getKey()),
            old.getKey());
      }
    }
  }

  private static LmuFeedforward feedforward(Arguments a) throws ModelFormatException {
    requireNoOldArguments(a);
    return new LmuFeedforward(
        a.integer("memory_d"),
        order(a),
        a.number("theta"),
        hiddenCell(a),
        false,
        a.truth("input_to_hidden", false),
        a.constant(Discretizer.class, "discretizer", "zoh"),
        kernel(a),
        bias(a),
        a.number("dropout", 0),
        a.truth("return_sequences", false),
        convMode(a),
        a.has("truncate_ir") ? a.optionalNumber("truncate_ir").orElse(0.0) : 1e-4,
        precision(a),
        Optional.empty());
  }

  /** What this library's own files say, and Keras' do not. */
  private static Precision precision(Arguments a) throws ModelFormatException {
    LayerReader layers = a.nested();
    if (!a.has("precision")) {
      return layers.precision();
    }
    layers.sawOwn();
    return a.constant(Precision.class, "precision", ConfigWriter.lower(layers.precision()));
  }

  /** The matrices of a memory have order * order elements, whatever the size of the file. */
  private static int order(Arguments a) throws ModelFormatException {
    int order = a.integer("order");
    if (order > MAX_ORDER) {
      throw a.required("order").unlike("an order of at most " + MAX_ORDER);
    }
    return order;
  }

  /** Which of the ways without truncation computes the memory does not change its values. */
  private static FilterMethod convMode(Arguments a) throws ModelFormatException {
    String mode = a.text("conv_mode", "fft");
    if (!mode.equals("fft") && !mode.equals("raw")) {
      throw a.required("conv_mode").unlike("fft or raw");
    }
    return mode.equals("raw") ? FilterMethod.RAW : FilterMethod.AUTO;
  }

  private static void writeFeedforward(LmuFeedforward layer, ConfigWriter out) {
    requireWindow(layer.given(), layer.discretizer(), layer.theta());
    if (layer.trainableTheta()) {
      throw new IllegalArgumentException(
          "KerasLMU's LMUFeedforward has no trainable theta (got true); its LMU has");
    }
    out.put("memory_d", layer.memoryD()).put("order", layer.order());
    putTheta(layer.theta(), out);
    out.putHiddenCell(layer.hiddenCell());
    out.put("input_to_hidden", layer.inputToHidden()).put("discretizer", layer.discretizer());
    writeKernel(layer.kernel(), out);
    writeBias(layer.bias(), out);
    out.put("dropout", layer.dropout())
        .put("return_sequences", layer.returnSequences())
        .put("conv_mode", layer.convMode() == FilterMethod.RAW ? "raw" : "fft")
        .put("truncate_ir", layer.truncateIr())
        .putOwn("precision", layer.precision());
  }

  /** A cell, or a layer, which is applied to every step by itself. */
  private static Optional<Cell> hiddenCell(Arguments a) throws ModelFormatException {
    Optional<Json> hidden = a.optional("hidden_cell");
    if (hidden.isEmpty()) {
      return Optional.empty();
    }
    String className = KerasObject.of(hidden.get()).className();
    return Optional.of(
        KerasCells.ALL.has(className)
            ? a.nested().read(KerasCells.ALL, hidden.get())
            : new MappedLayer(a.nested().read(KerasLayers.ALL, hidden.get())));
  }

  static LmuCell cell(Arguments a) throws ModelFormatException {
    requireNoOldArguments(a);
    // Whether the cell was built, and how dropout is drawn.
    a.ignore("input_d", "seed");
    return new LmuCell(
        a.integer("memory_d"),
        order(a),
        a.number("theta"),
        hiddenCell(a),
        a.truth("trainable_theta", false),
        a.truth("hidden_to_memory", false),
        a.truth("memory_to_memory", false),
        a.truth("input_to_hidden", false),
        a.constant(Discretizer.class, "discretizer", "zoh"),
        kernel(a),
        WeightSpec.of(a.initializer("recurrent_initializer", new Orthogonal(1)))
            .regularizedBy(a.regularizer("recurrent_regularizer")),
        bias(a),
        a.number("dropout", 0),
        a.number("recurrent_dropout", 0),
        precision(a),
        Optional.empty());
  }

  /** Given matrices may be those that KerasLMU makes itself, but for the last digits. */
  private static void requireWindow(
      Optional<DiscreteStateSpace> given, Discretizer discretizer, double theta) {
    if (given.isPresent() && !LegendreWindow.fits(given.get(), discretizer, theta)) {
      throw new IllegalArgumentException(
          "KerasLMU has no memory whose A and B are not those of order, theta and discretizer"
              + " (got others than %s of theta %s)".formatted(discretizer.kerasName(), theta));
    }
  }

  /** KerasLMU counts the steps of an unknown length by theta, which then must be a whole number. */
  private static void putTheta(double theta, ConfigWriter out) {
    if (theta == Math.rint(theta) && theta < Integer.MAX_VALUE) {
      out.put("theta", (int) theta);
    } else {
      out.put("theta", theta);
    }
  }

  static void writeCell(LmuCell cell, ConfigWriter out) {
    if (cell.given().filter(GivenSystem::isLearned).isPresent()) {
      throw new IllegalArgumentException(
          "KerasLMU has no memory whose A and B are learned (got true)");
    }
    requireWindow(cell.given().map(GivenSystem::matrices), cell.discretizer(), cell.theta());
    out.put("memory_d", cell.memoryD()).put("order", cell.order());
    putTheta(cell.theta(), out);
    out.putHiddenCell(cell.hiddenCell());
    out.put("trainable_theta", cell.trainableTheta())
        .put("hidden_to_memory", cell.hiddenToMemory())
        .put("memory_to_memory", cell.memoryToMemory())
        .put("input_to_hidden", cell.inputToHidden())
        .put("discretizer", cell.discretizer());
    writeKernel(cell.kernel(), out);
    out.put("recurrent_initializer", cell.recurrentKernel().initializer())
        .putRegularizer("recurrent_regularizer", cell.recurrentKernel().regularizer());
    writeBias(cell.bias(), out);
    out.put("dropout", cell.dropout())
        .put("recurrent_dropout", cell.recurrentDropout())
        .putOwn("precision", cell.precision());
  }

  /** No initializer means no kernel. */
  private static Optional<WeightSpec> kernel(Arguments a) throws ModelFormatException {
    Optional<Initializer> initializer =
        a.has("kernel_initializer")
            ? a.optionalInitializer("kernel_initializer")
            : Optional.of(VarianceScaling.glorotUniform());
    var regularizer = a.regularizer("kernel_regularizer");
    return initializer.map(WeightSpec::of).map(spec -> spec.regularizedBy(regularizer));
  }

  private static void writeKernel(Optional<WeightSpec> kernel, ConfigWriter out) {
    kernel.ifPresentOrElse(
        spec -> out.put("kernel_initializer", spec.initializer()),
        () -> out.putNull("kernel_initializer"));
    out.putRegularizer("kernel_regularizer", kernel.flatMap(WeightSpec::regularizer));
  }

  private static Optional<WeightSpec> bias(Arguments a) throws ModelFormatException {
    WeightSpec spec =
        WeightSpec.of(a.initializer("bias_initializer", new Zeros()))
            .regularizedBy(a.regularizer("bias_regularizer"));
    return a.truth("use_bias", false) ? Optional.of(spec) : Optional.empty();
  }

  private static void writeBias(Optional<WeightSpec> bias, ConfigWriter out) {
    out.put("use_bias", bias.isPresent());
    bias.ifPresent(
        spec ->
            out.put("bias_initializer", spec.initializer())
                .putRegularizer("bias_regularizer", spec.regularizer()));
  }
}
