package io.github.lmu4j.io;

import io.github.lmu4j.weights.Constant;
import io.github.lmu4j.weights.Identity;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.Orthogonal;
import io.github.lmu4j.weights.RandomNormal;
import io.github.lmu4j.weights.RandomUniform;
import io.github.lmu4j.weights.TruncatedNormal;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.VarianceScaling.Distribution;
import io.github.lmu4j.weights.VarianceScaling.Mode;
import io.github.lmu4j.weights.Zeros;
import java.util.Optional;

/** The initializers of Keras. */
final class KerasInitializers {

  static final KerasClasses<Initializer> ALL =
      new KerasClasses.Builder<Initializer>("an initializer")
          .add(Zeros.class, "Zeros", a -> new Zeros(), (v, out) -> {})
          .add(Ones.class, "Ones", a -> new Ones(), (v, out) -> {})
          .add(
              Constant.class,
              "Constant",
              a -> new Constant(a.number("value", 0)),
              (v, out) -> out.put("value", v.value()))
          .add(
              RandomUniform.class,
              "RandomUniform",
              a -> new RandomUniform(a.number("minval", -0.05), a.number("maxval", 0.05)),
              (v, out) -> out.put("minval", v.minval()).put("maxval", v.maxval()))
          .add(
              RandomNormal.class,
              "RandomNormal",
              a -> new RandomNormal(a.number("mean", 0), a.number("stddev", 0.05)),
              (v, out) -> out.put("mean", v.mean()).put("stddev", v.stddev()))
          .add(
              TruncatedNormal.class,
              "TruncatedNormal",
              a -> new TruncatedNormal(a.number("mean", 0), a.number("stddev", 0.05)),
              (v, out) -> out.put("mean", v.mean()).put("stddev", v.stddev()))
          .add(
              VarianceScaling.class,
              "VarianceScaling",
              KerasInitializers::varianceScaling,
              (v, out) ->
                  out.put("scale", v.scale())
                      .put("mode", v.mode())
                      .put("distribution", v.distribution()))
          .add("GlorotUniform", a -> scaling(a, VarianceScaling.glorotUniform()))
          .add("GlorotNormal", a -> scaling(a, VarianceScaling.glorotNormal()))
          .add("HeUniform", a -> scaling(a, VarianceScaling.heUniform()))
          .add("HeNormal", a -> scaling(a, VarianceScaling.heNormal()))
          .add("LecunUniform", a -> scaling(a, VarianceScaling.lecunUniform()))
          .add("LecunNormal", a -> scaling(a, VarianceScaling.lecunNormal()))
          .add(
              Orthogonal.class,
              "Orthogonal",
              a -> new Orthogonal(a.number("gain", 1)),
              (v, out) -> out.put("gain", v.gain()))
          .add("OrthogonalInitializer", a -> new Orthogonal(a.number("gain", 1)))
          .add(
              Identity.class,
              "Identity",
              a -> new Identity(a.number("gain", 1)),
              (v, out) -> out.put("gain", v.gain()))
          .add("IdentityInitializer", a -> new Identity(a.number("gain", 1)))
          .build();

  private KerasInitializers() {}

  /** Reads an initializer, by its name or with its arguments. */
  static Initializer read(Json json, LayerReader nested) throws ModelFormatException {
    if (json.isText()) {
      return json.named(Initializer::of);
    }
    KerasObject object = KerasObject.of(json);
    Arguments arguments = new Arguments(object, nested);
    // TensorFlow 1 wrote the dtype, which is the weight's.
    arguments.ignore("dtype");
    Optional<Json> seed = arguments.optional("seed");
    Initializer read = ALL.read(object, arguments);
    arguments.requireAllTaken();
    return seed.isPresent() ? read.seeded(seed.get().longInteger()) : read;
  }

  private static VarianceScaling varianceScaling(Arguments a) throws ModelFormatException {
    // Keras before 2.2 said "normal" for what is cut at two standard deviations.
    Distribution distribution =
        a.text("distribution", "").equals("normal")
            ? Distribution.TRUNCATED_NORMAL
            : a.constant(Distribution.class, "distribution", "truncated_normal");
    return scaling(
        a,
        new VarianceScaling(
            a.number("scale", 1), a.constant(Mode.class, "mode", "fan_in"), distribution));
  }

  private static VarianceScaling scaling(Arguments a, VarianceScaling value)
      throws ModelFormatException {
    a.requireNull("input_axes");
    a.requireNull("output_axes");
    return value;
  }
}
