package io.github.lmu4j.train.optimizers;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Operand;

/**
 * An optimizer's settings, with Keras' defaults.
 *
 * <pre>{@code
 * OptimizerConfig config = OptimizerConfig.adam(1e-3).withWeightDecay(0.01).withoutDecayOf("bias");
 * Op train = config.on(graph).minimize(loss);
 * }</pre>
 *
 * @param rule how weights follow from gradients
 * @param learningRate the rate by step
 * @param weightDecay {@code w = w - w weightDecay rate} before each update; 0 for none
 * @param withoutDecay weights whose path has one of these as a part do not decay
 * @param clipping what bounds gradients
 * @param averageMomentum decay of the moving average of weights, if one is kept
 */
public record OptimizerConfig(
    UpdateRule rule,
    LearningRate learningRate,
    double weightDecay,
    Set<String> withoutDecay,
    Clipping clipping,
    OptionalDouble averageMomentum) {

  private static final Map<String, Supplier<OptimizerConfig>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "sgd", () -> of(new Sgd(), 0.01),
              "adam", () -> of(new Adam(), 0.001),
              "adamw", () -> of(new Adam(), 0.001).withWeightDecay(0.004),
              "nadam", () -> of(new Nadam(), 0.001),
              "rmsprop", () -> of(new RmsProp(), 0.001),
              "adagrad", () -> of(new Adagrad(), 0.001)));

  /** Checks the numbers and takes a copy of the set. */
  public OptimizerConfig {
    Rules.requireNotNegative("weightDecay", weightDecay);
    averageMomentum.ifPresent(momentum -> Rules.requireShare("averageMomentum", momentum));
    withoutDecay = Set.copyOf(withoutDecay);
  }

  /**
   * A rule at a fixed rate, without anything else.
   *
   * @param rule how weights follow from gradients
   * @param learningRate not negative
   * @return settings
   */
  public static OptimizerConfig of(UpdateRule rule, double learningRate) {
    return new OptimizerConfig(
        rule, LearningRate.of(learningRate), 0, Set.of(), Clipping.NONE, OptionalDouble.empty());
  }

  /**
   * Gradient descent without momentum.
   *
   * @param learningRate not negative
   * @return settings
   */
  public static OptimizerConfig sgd(double learningRate) {
    return of(new Sgd(), learningRate);
  }

  /**
   * Adam with Keras' defaults otherwise.
   *
   * @param learningRate not negative
   * @return settings
   */
  public static OptimizerConfig adam(double learningRate) {
    return of(new Adam(), learningRate);
  }

  /**
   * Adam with decoupled weight decay.
   *
   * @param learningRate not negative
   * @param weightDecay not negative; Keras' default is 0.004
   * @return settings
   */
  public static OptimizerConfig adamW(double learningRate, double weightDecay) {
    return adam(learningRate).withWeightDecay(weightDecay);
  }

  /**
   * The settings that Keras gives an optimizer made from its name alone.
   *
   * @param name such as {@code adam}
   * @return settings
   * @throws IllegalArgumentException if there is none of that name
   */
  public static OptimizerConfig named(String name) {
    Supplier<OptimizerConfig> found = BY_NAME.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "optimizer must be one of %s (got %s)".formatted(BY_NAME.keySet(), name));
    }
    return found.get();
  }

  /**
   * Sets the rule.
   *
   * @param value how weights follow from gradients
   * @return new settings
   */
  public OptimizerConfig withRule(UpdateRule value) {
    return new OptimizerConfig(
        value, learningRate, weightDecay, withoutDecay, clipping, averageMomentum);
  }

  /**
   * Sets the momentum of a rule that has one.
   *
   * @param momentum in [0, 1]
   * @return new settings
   * @throws IllegalArgumentException if the rule has none
   */
  public OptimizerConfig withMomentum(double momentum) {
    return withRule(rule.withMomentum(momentum));
  }

  /**
   * Sets the learning rate.
   *
   * @param value the rate by step
   * @return new settings
   */
  public OptimizerConfig withLearningRate(LearningRate value) {
    return new OptimizerConfig(rule, value, weightDecay, withoutDecay, clipping, averageMomentum);
  }

  /**
   * Sets a fixed learning rate.
   *
   * @param value not negative
   * @return new settings
   */
  public OptimizerConfig withLearningRate(double value) {
    return withLearningRate(LearningRate.of(value));
  }

  /**
   * Sets the decoupled weight decay.
   *
   * @param value share of a weight that is lost in a step, before it is multiplied by the rate
   * @return new settings
   */
  public OptimizerConfig withWeightDecay(double value) {
    return new OptimizerConfig(rule, learningRate, value, withoutDecay, clipping, averageMomentum);
  }

  /**
   * Keeps weights from decaying.
   *
   * @param parts a weight whose path contains one of them does not decay, such as {@code bias}
   * @return new settings
   */
  public OptimizerConfig withoutDecayOf(String... parts) {
    Set<String> all = new LinkedHashSet<>(withoutDecay);
    all.addAll(List.of(parts));
    return new OptimizerConfig(rule, learningRate, weightDecay, all, clipping, averageMomentum);
  }

  /**
   * Bounds gradients.
   *
   * @param value what bounds them
   * @return new settings
   */
  public OptimizerConfig withClipping(Clipping value) {
    return new OptimizerConfig(
        rule, learningRate, weightDecay, withoutDecay, value, averageMomentum);
  }

  /**
   * Keeps a moving average of the weights.
   *
   * @param momentum decay of the average, in [0, 1]; Keras' default is 0.99
   * @return new settings
   */
  public OptimizerConfig withMovingAverage(double momentum) {
    return new OptimizerConfig(
        rule, learningRate, weightDecay, withoutDecay, clipping, OptionalDouble.of(momentum));
  }

  /**
   * Tells whether a weight decays.
   *
   * @param path the weight's path
   * @return whether there is a decay and the path is not excluded
   */
  boolean decays(String path) {
    return weightDecay > 0 && withoutDecay.stream().noneMatch(path::contains);
  }

  /**
   * Makes the optimizer of a graph. It trains every floating-point variable that the loss depends
   * on.
   *
   * @param graph the graph of the loss
   * @return the optimizer
   */
  public OrderedOptimizer on(Graph graph) {
    return new OrderedOptimizer(graph, this);
  }

  /**
   * Makes the optimizer of some variables of a graph.
   *
   * @param graph the graph of the loss
   * @param variables what is trained, all of one dtype
   * @return the optimizer
   */
  public OrderedOptimizer on(Graph graph, List<? extends Operand<?>> variables) {
    return new OrderedOptimizer(graph, this, variables);
  }
}
