package io.github.lmu4j.io;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.Constant;
import io.github.lmu4j.weights.Constraint;
import io.github.lmu4j.weights.Identity;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.L1;
import io.github.lmu4j.weights.L1L2;
import io.github.lmu4j.weights.L2;
import io.github.lmu4j.weights.MaxNorm;
import io.github.lmu4j.weights.MinMaxNorm;
import io.github.lmu4j.weights.NonNeg;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.Orthogonal;
import io.github.lmu4j.weights.OrthogonalRegularizer;
import io.github.lmu4j.weights.RandomNormal;
import io.github.lmu4j.weights.RandomUniform;
import io.github.lmu4j.weights.Regularizer;
import io.github.lmu4j.weights.TruncatedNormal;
import io.github.lmu4j.weights.UnitNorm;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.VarianceScaling.Distribution;
import io.github.lmu4j.weights.VarianceScaling.Mode;
import io.github.lmu4j.weights.Zeros;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What layers are configured with: activations, initializers, regularizers, constraints. */
final class KerasParts {

  static final KerasClasses<Initializer> INITIALIZERS =
      KerasClasses.of(
          "an initializer",
          KerasClass.of(Zeros.class, "Zeros", a -> new Zeros(), (v, out) -> {}),
          KerasClass.of(Ones.class, "Ones", a -> new Ones(), (v, out) -> {}),
          KerasClass.of(
              Constant.class,
              "Constant",
              a -> new Constant(a.number("value", 0)),
              (v, out) -> out.put("value", v.value())),
          KerasClass.of(
              RandomUniform.class,
              "RandomUniform",
              a -> new RandomUniform(a.number("minval", -0.05), a.number("maxval", 0.05)),
              (v, out) -> out.put("minval", v.minval()).put("maxval", v.maxval())),
          KerasClass.of(
              RandomNormal.class,
              "RandomNormal",
              a -> new RandomNormal(a.number("mean", 0), a.number("stddev", 0.05)),
              (v, out) -> out.put("mean", v.mean()).put("stddev", v.stddev())),
          KerasClass.of(
              TruncatedNormal.class,
              "TruncatedNormal",
              a -> new TruncatedNormal(a.number("mean", 0), a.number("stddev", 0.05)),
              (v, out) -> out.put("mean", v.mean()).put("stddev", v.stddev())),
          KerasClass.of(
              VarianceScaling.class,
              "VarianceScaling",
              KerasParts::varianceScaling,
              (v, out) ->
                  out.put("scale", v.scale())
                      .put("mode", lower(v.mode()))
                      .put("distribution", lower(v.distribution()))),
          scaling("GlorotUniform", VarianceScaling.glorotUniform()),
          scaling("GlorotNormal", VarianceScaling.glorotNormal()),
          scaling("HeUniform", VarianceScaling.heUniform()),
          scaling("HeNormal", VarianceScaling.heNormal()),
          scaling("LecunUniform", VarianceScaling.lecunUniform()),
          scaling("LecunNormal", VarianceScaling.lecunNormal()),
          orthogonal("Orthogonal"),
          orthogonal("OrthogonalInitializer"),
          identity("Identity"),
          identity("IdentityInitializer"));

  static final KerasClasses<Regularizer> REGULARIZERS =
      KerasClasses.of(
          "a regularizer",
          KerasClass.of(
              L1.class,
              "L1",
              a -> new L1(factor(a, "l1", 0.01)),
              (v, out) -> out.put("l1", v.l1())),
          KerasClass.of(
              L2.class,
              "L2",
              a -> new L2(factor(a, "l2", 0.01)),
              (v, out) -> out.put("l2", v.l2())),
          KerasClass.of(
              L1L2.class,
              "L1L2",
              a -> new L1L2(factor(a, "l1", 0), factor(a, "l2", 0)),
              (v, out) -> out.put("l1", v.l1()).put("l2", v.l2())),
          KerasClass.of(
              OrthogonalRegularizer.class,
              "OrthogonalRegularizer",
              a ->
                  new OrthogonalRegularizer(
                      factor(a, "factor", 0.01),
                      constant(OrthogonalRegularizer.Mode.class, a, "mode", "rows")),
              (v, out) -> out.put("factor", v.factor()).put("mode", lower(v.mode()))));

  static final KerasClasses<Constraint> CONSTRAINTS =
      KerasClasses.of(
          "a constraint",
          KerasClass.of(NonNeg.class, "NonNeg", a -> new NonNeg(), (v, out) -> {}),
          KerasClass.of(
              MaxNorm.class,
              "MaxNorm",
              a -> new MaxNorm(a.number("max_value", 2), a.integers("axis", List.of(0))),
              (v, out) -> out.put("max_value", v.maxValue()).put("axis", v.axes())),
          KerasClass.of(
              UnitNorm.class,
              "UnitNorm",
              a -> new UnitNorm(a.integers("axis", List.of(0))),
              (v, out) -> out.put("axis", v.axes())),
          KerasClass.of(
              MinMaxNorm.class,
              "MinMaxNorm",
              a ->
                  new MinMaxNorm(
                      a.number("min_value", 0),
                      a.number("max_value", 1),
                      a.number("rate", 1),
                      a.integers("axis", List.of(0))),
              (v, out) ->
                  out.put("min_value", v.minValue())
                      .put("max_value", v.maxValue())
                      .put("rate", v.rate())
                      .put("axis", v.axes())));

  private KerasParts() {}

  /** Keras 3 casts a regularizer's factor by way of float32, also for layers of float64. */
  private static double factor(Arguments a, String key, double otherwise)
      throws ModelFormatException {
    double exact = a.number(key, otherwise);
    return a.nested().version() == KerasVersion.KERAS3 ? (float) exact : exact;
  }

  private static KerasClass<Initializer> scaling(String name, VarianceScaling value) {
    return KerasClass.of(
        VarianceScaling.class,
        name,
        a -> {
          requireNoAxes(a);
          return value;
        },
        (v, out) -> {});
  }

  private static KerasClass<Initializer> orthogonal(String name) {
    return KerasClass.of(
        Orthogonal.class,
        name,
        a -> new Orthogonal(a.number("gain", 1)),
        (v, out) -> out.put("gain", v.gain()));
  }

  private static KerasClass<Initializer> identity(String name) {
    return KerasClass.of(
        Identity.class,
        name,
        a -> new Identity(a.number("gain", 1)),
        (v, out) -> out.put("gain", v.gain()));
  }

  private static VarianceScaling varianceScaling(Arguments a) throws ModelFormatException {
    requireNoAxes(a);
    // Keras before 2.2 said "normal" for what is cut at two standard deviations.
    boolean old =
        a.optional("distribution").filter(json -> json.toString().equals("\"normal\"")).isPresent();
    return new VarianceScaling(
        a.number("scale", 1),
        constant(Mode.class, a, "mode", "fan_in"),
        old
            ? Distribution.TRUNCATED_NORMAL
            : constant(Distribution.class, a, "distribution", "truncated_normal"));
  }

  private static void requireNoAxes(Arguments a) throws ModelFormatException {
    a.requireNull("input_axes");
    a.requireNull("output_axes");
  }

  /** One of an enum's constants, which Keras writes in lower case. */
  static <E extends Enum<E>> E constant(Class<E> type, Arguments a, String key, String otherwise)
      throws ModelFormatException {
    String name = a.text(key, otherwise);
    for (E each : type.getEnumConstants()) {
      if (lower(each).equals(name)) {
        return each;
      }
    }
    throw a.required(key)
        .unlike("one of " + Arrays.stream(type.getEnumConstants()).map(KerasParts::lower).toList());
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Activation activation(Json json, KerasVersion version) throws ModelFormatException {
    if (!json.isText()) {
      throw json.unlike("an activation by its name");
    }
    return named(json, version == KerasVersion.KERAS2 ? Activation::ofKeras2 : Activation::of);
  }

  static Initializer initializer(Json json, LayerReader nested) throws ModelFormatException {
    if (json.isText()) {
      return named(json, Initializer::of);
    }
    KerasObject object = KerasObject.of(json);
    Arguments arguments = new Arguments(object, nested);
    // TensorFlow 1 wrote the dtype, which is the weight's.
    arguments.ignore("dtype");
    Optional<Long> seed = arguments.seed();
    Initializer read = INITIALIZERS.read(object, arguments);
    arguments.requireAllTaken();
    return seed.isPresent() ? read.seeded(seed.get()) : read;
  }

  static Regularizer regularizer(Json json, LayerReader nested) throws ModelFormatException {
    return json.isText()
        ? named(json, Regularizer::of)
        : REGULARIZERS.read(KerasObject.of(json), nested);
  }

  static Constraint constraint(Json json, LayerReader nested) throws ModelFormatException {
    return json.isText()
        ? named(json, Constraint::of)
        : CONSTRAINTS.read(KerasObject.of(json), nested);
  }

  private static <V> V named(Json json, Function<String, V> find) throws ModelFormatException {
    try {
      return find.apply(json.text());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          json.place(), "a name that Keras knows", String.valueOf(e.getMessage()), e);
    }
  }
}
