package io.github.lmu4j.train;

import io.github.lmu4j.model.ModelGraph;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.train.optimizers.OrderedOptimizer;
import io.github.lmu4j.weights.Constraint;
import io.github.lmu4j.weights.Weight;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A model with all that trains and judges it, in one graph.
 *
 * @param <T> dtype
 * @param model the model
 * @param optimizer the optimizer, with its slots
 * @param outputs what each output is compared with
 * @param train the operation that makes a step
 * @param trainSums losses and sums of metrics in a training step
 * @param testSums the same, without training
 * @param predictions the model's outputs, without training
 * @param report what the sums mean
 */
record TrainingGraph<T extends TFloating>(
    ModelGraph<T> model,
    OrderedOptimizer optimizer,
    List<OutputGraph<T>> outputs,
    Op train,
    Operand<T> trainSums,
    Operand<T> testSums,
    List<Operand<T>> predictions,
    Report report) {

  private record Judged<T extends TFloating>(Operand<T> loss, Operand<T> sums, Report report) {}

  static <T extends TFloating> TrainingGraph<T> build(
      TrainerBuilder config, Graph graph, Class<T> type) {
    ModelGraph<T> model = ModelGraph.build(config.model, graph, type, config.seed);
    OrderedOptimizer optimizer =
        config.optimizer.on(
            graph, model.weights().trainableWeights().stream().map(Weight::variable).toList());
    Pass training = Pass.training(optimizer.step());
    List<Signal<T>> trained = apply(model, training);
    List<OutputGraph<T>> outputs = new ArrayList<>();
    List<String> names = config.model.outputNames();
    for (int i = 0; i < trained.size(); i++) {
      outputs.add(
          OutputGraph.build(
              model.tf().withSubScope(names.get(i)),
              config.objectives.get(i),
              trained.get(i).value(model.tf())));
    }
    Judged<T> inTraining = judge(model, "train", outputs, trained);
    List<Op> before = new ArrayList<>(training.updates());
    before.add(inTraining.sums);
    // A model without weights cannot be trained, but it can be evaluated.
    Op step =
        model.weights().trainableWeights().isEmpty()
            ? model.tf().withControlDependencies(before).noOp()
            : optimizer.minimize(inTraining.loss, "minimize", before);
    List<Signal<T>> tested = apply(model, Pass.inference());
    return new TrainingGraph<>(
        model,
        optimizer,
        outputs,
        constrain(model, step),
        inTraining.sums,
        judge(model, "test", outputs, tested).sums,
        tested.stream().map(signal -> signal.value(model.tf())).toList(),
        inTraining.report);
  }

  private static <T extends TFloating> List<Signal<T>> apply(ModelGraph<T> model, Pass pass) {
    List<Signal<T>> signals =
        model.inputs().stream().map(input -> Signal.of((Operand<T>) input)).toList();
    return model.function().apply(model.tf(), signals, pass);
  }

  /** Everything that is reported lies in one vector: a session hands out each fetch at a price. */
  private static <T extends TFloating> Judged<T> judge(
      ModelGraph<T> model, String scope, List<OutputGraph<T>> outputs, List<Signal<T>> signals) {
    Ops tf = model.tf().withSubScope(scope);
    List<String> names = model.model().outputNames();
    boolean several = outputs.size() > 1;
    List<Operand<T>> terms = new ArrayList<>();
    List<Operand<T>> vector = new ArrayList<>();
    List<String> lossNames = new ArrayList<>(List.of("loss"));
    for (int i = 0; i < outputs.size(); i++) {
      Operand<T> loss = outputs.get(i).loss(tf, signals.get(i));
      double factor = outputs.get(i).objective().weight();
      terms.add(factor == 1 ? loss : tf.math.mul(loss, tf.constantOfSameType(loss, factor)));
      if (several) {
        vector.add(loss);
        lossNames.add(names.get(i) + "_loss");
      }
    }
    terms.addAll(model.weights().regularizationLosses(tf));
    Operand<T> total = terms.size() == 1 ? terms.get(0) : tf.math.addN(terms);
    vector.add(0, total);
    Report report = new Report(lossNames);
    for (int i = 0; i < outputs.size(); i++) {
      List<Metric> metrics = new ArrayList<>(outputs.get(i).objective().metrics());
      metrics.addAll(outputs.get(i).objective().weightedMetrics());
      List<List<Operand<T>>> sums = outputs.get(i).sums(tf, signals.get(i));
      for (int m = 0; m < metrics.size(); m++) {
        String prefix = several ? names.get(i) + "_" : "";
        report.add(prefix + metrics.get(m).name(), metrics.get(m), sums.get(m).size());
        vector.addAll(sums.get(m));
      }
    }
    return new Judged<>(total, tf.stack(vector), report);
  }

  private static <T extends TFloating> Op constrain(ModelGraph<T> model, Op step) {
    Ops tf = model.tf().withSubScope("constraints").withControlDependencies(step);
    List<Op> assigned = new ArrayList<>();
    for (Weight<T> weight : model.weights().trainableWeights()) {
      for (Constraint constraint : weight.spec().constraint().stream().toList()) {
        // Read again: the value that the model computes with is the one before the step.
        Operand<T> updated = tf.identity(weight.variable());
        assigned.add(tf.assign(weight.variable(), constraint.apply(tf, updated)));
      }
    }
    return assigned.isEmpty() ? step : tf.withControlDependencies(assigned).noOp();
  }
}
