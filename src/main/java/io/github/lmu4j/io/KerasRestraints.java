package io.github.lmu4j.io;

import io.github.lmu4j.weights.Constraint;
import io.github.lmu4j.weights.L1;
import io.github.lmu4j.weights.L1L2;
import io.github.lmu4j.weights.L2;
import io.github.lmu4j.weights.MaxNorm;
import io.github.lmu4j.weights.MinMaxNorm;
import io.github.lmu4j.weights.NonNeg;
import io.github.lmu4j.weights.OrthogonalRegularizer;
import io.github.lmu4j.weights.Regularizer;
import io.github.lmu4j.weights.UnitNorm;
import java.util.List;

/** What holds weights while they are trained: the regularizers and the constraints of Keras. */
final class KerasRestraints {

  static final KerasClasses<Regularizer> REGULARIZERS =
      new KerasClasses.Builder<Regularizer>("a regularizer")
          .add(
              L1.class, "L1", a -> new L1(factor(a, "l1", 0.01)), (v, out) -> out.put("l1", v.l1()))
          .add(
              L2.class, "L2", a -> new L2(factor(a, "l2", 0.01)), (v, out) -> out.put("l2", v.l2()))
          .add(
              L1L2.class,
              "L1L2",
              a -> new L1L2(factor(a, "l1", 0), factor(a, "l2", 0)),
              (v, out) -> out.put("l1", v.l1()).put("l2", v.l2()))
          .add(
              OrthogonalRegularizer.class,
              "OrthogonalRegularizer",
              a ->
                  new OrthogonalRegularizer(
                      factor(a, "factor", 0.01),
                      a.constant(OrthogonalRegularizer.Mode.class, "mode", "rows")),
              (v, out) -> out.put("factor", v.factor()).put("mode", v.mode()))
          .build();

  static final KerasClasses<Constraint> CONSTRAINTS =
      new KerasClasses.Builder<Constraint>("a constraint")
          .add(NonNeg.class, "NonNeg", a -> new NonNeg(), (v, out) -> {})
          .add(
              MaxNorm.class,
              "MaxNorm",
              a -> new MaxNorm(a.number("max_value", 2), a.integers("axis", List.of(0))),
              (v, out) -> out.put("max_value", v.maxValue()).put("axis", v.axes()))
          .add(
              UnitNorm.class,
              "UnitNorm",
              a -> new UnitNorm(a.integers("axis", List.of(0))),
              (v, out) -> out.put("axis", v.axes()))
          .add(
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
                      .put("axis", v.axes()))
          .build();

  private KerasRestraints() {}

  /** Reads a regularizer, by its name or with its arguments. */
  static Regularizer regularizer(Json json, LayerReader nested) throws ModelFormatException {
    return json.isText()
        ? json.named(Regularizer::of)
        : REGULARIZERS.read(KerasObject.of(json), nested);
  }

  /** Reads a constraint, by its name or with its arguments. */
  static Constraint constraint(Json json, LayerReader nested) throws ModelFormatException {
    return json.isText()
        ? json.named(Constraint::of)
        : CONSTRAINTS.read(KerasObject.of(json), nested);
  }

  /** Keras 3 casts a regularizer's factor by way of float32, also for layers of float64. */
  private static double factor(Arguments a, String key, double otherwise)
      throws ModelFormatException {
    double exact = a.number(key, otherwise);
    return a.nested().version() == KerasVersion.KERAS3 ? (float) exact : exact;
  }
}
