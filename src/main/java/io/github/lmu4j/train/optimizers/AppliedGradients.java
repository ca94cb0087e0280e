package io.github.lmu4j.train.optimizers;

import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * The operations of one training step that follow upon the gradients: the change of all weights, in
 * the order that {@link OrderedOptimizer} promises.
 *
 * @param <T> dtype of all weights: {@code computeGradients} of a model gives no other
 */
final class AppliedGradients<T extends TFloating> {

  /** Last part of the path of a weight's moving average. */
  static final String AVERAGE = "average";

  private final OptimizerConfig config;
  private final Ops root;
  private final OptimizerVariables variables;
  private final Operand<TFloat64> learningRate;
  private final List<Operand<T>> gradients = new ArrayList<>();
  private final List<Operand<T>> weights = new ArrayList<>();
  private final Class<T> type;

  /**
   * Takes gradients of weights that have one dtype.
   *
   * @param config settings of the optimizer
   * @param root its operations
   * @param variables what it keeps
   * @param learningRate scalar
   * @param pairs one or more gradients with their weights
   * @throws IllegalArgumentException if the weights have several dtypes
   */
  @SuppressWarnings("unchecked")
  AppliedGradients(
      OptimizerConfig config,
      Ops root,
      OptimizerVariables variables,
      Operand<TFloat64> learningRate,
      List<GradAndVar<? extends TType>> pairs) {
    this.config = config;
    this.root = root;
    this.variables = variables;
    this.learningRate = learningRate;
    for (GradAndVar<? extends TType> pair : pairs) {
      gradients.add((Operand<T>) pair.getGradient());
      weights.add((Operand<T>) pair.getVariable());
    }
    type = weights.get(0).type();
    for (Operand<T> weight : weights) {
      if (weight.type() != type) {
        throw new IllegalArgumentException(
            "an optimizer trains variables of one dtype (got %s and %s)"
                .formatted(DType.of(type).kerasName(), DType.of(weight.type()).kerasName()));
      }
    }
  }

  /**
   * Adds the operations.
   *
   * @param first what has to see the weights as they are before the step
   * @return the last operation
   */
  Op build(List<? extends Op> first) {
    List<Operand<T>> clipped = config.clipping().apply(root, gradients);
    List<Op> awaited = new ArrayList<>(first);
    awaited.addAll(clipped);
    // One operation that waits for all: weights times gradients edges would grow as a square.
    Op all = root.withName("gradients_done").withControlDependencies(awaited).noOp();
    Ops ready = root.withControlDependencies(all);
    UpdateStep<T> step = step(ready);
    WeightUpdate<T> update = config.rule().at(step);
    List<Op> done = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      done.add(change(step, update, weights.get(i), clipped.get(i)));
    }
    Ops last = root.withControlDependencies(done);
    return last.assignAdd(variables.iterations(), root.constant(1L));
  }

  private UpdateStep<T> step(Ops ready) {
    Operand<T> count =
        root.dtypes.cast(
            root.math.add(root.identity(variables.iterations()), root.constant(1L)), type);
    List<Variable<T>> globals =
        config.rule().globals().stream().map(slot -> variables.addGlobal(type, slot)).toList();
    return new UpdateStep<>(root, ready, count, root.dtypes.cast(learningRate, type), globals);
  }

  private Op change(
      UpdateStep<T> step, WeightUpdate<T> update, Operand<T> weight, Operand<T> gradient) {
    String path = weight.op().name();
    List<Variable<T>> slots =
        config.rule().slots().stream().map(slot -> variables.addSlot(weight, slot)).toList();
    Ops tf = step.ready();
    if (config.decays(path)) {
      Operand<T> share = root.math.mul(step.learningRate(), step.constant(config.weightDecay()));
      tf = tf.withControlDependencies(tf.train.applyGradientDescent(weight, share, weight));
    }
    Op updated = update.apply(tf, weight, gradient, slots);
    return config.averageMomentum().isPresent() ? average(step, weight, updated) : updated;
  }

  /** The first average is the weight itself. */
  private Op average(UpdateStep<T> step, Operand<T> weight, Op updated) {
    Variable<T> average = variables.addSlot(weight, new Slot(AVERAGE, 0));
    Operand<T> later = root.dtypes.cast(root.math.greater(step.count(), step.constant(1)), type);
    Operand<T> momentum = step.constant(config.averageMomentum().orElseThrow());
    Operand<T> share = root.math.sub(step.constant(1), root.math.mul(later, momentum));
    Ops tf = root.withControlDependencies(updated);
    return tf.train.applyGradientDescent(average, share, tf.math.sub(average, weight));
  }
}
