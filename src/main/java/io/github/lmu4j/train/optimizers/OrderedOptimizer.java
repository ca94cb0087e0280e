package io.github.lmu4j.train.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * A tensorflow-framework optimizer whose steps give the same result in every run.
 *
 * <pre>{@code
 * Op train = OptimizerConfig.adam(1e-3).on(graph).minimize(loss);
 * session.runner().feed(x, batch).addTarget(train).run();
 * }</pre>
 *
 * <p>Variables are references, which change in place: whatever reads one must be ordered against
 * whatever writes it. Here nothing is written before the loss and all gradients are computed; each
 * weight then decays, is updated, and enters its moving average; the step's number changes last.
 * The framework's own Adam leaves part of this order open.
 *
 * <p>Trained are the variables given, or else every floating-point variable that the loss depends
 * on; a variable without a path of gradients from the loss stays as it is.
 */
public final class OrderedOptimizer extends Optimizer {

  /** Path of the variable that holds a fixed learning rate. */
  public static final String RATE = "learning_rate";

  private final OptimizerConfig config;
  private final Optional<List<? extends Operand<?>>> trained;
  private final Ops root;
  private final OptimizerVariables variables;
  private final Operand<TFloat64> learningRate;

  /**
   * An optimizer of every floating-point variable that the loss depends on.
   *
   * @param graph the graph of the loss
   * @param config its settings
   */
  public OrderedOptimizer(Graph graph, OptimizerConfig config) {
    this(graph, config, Optional.empty());
  }

  /**
   * An optimizer of some variables.
   *
   * @param graph the graph of the loss
   * @param config its settings
   * @param variables what is trained, all of one dtype
   */
  public OrderedOptimizer(
      Graph graph, OptimizerConfig config, List<? extends Operand<?>> variables) {
    this(graph, config, Optional.of(List.copyOf(variables)));
  }

  private OrderedOptimizer(
      Graph graph, OptimizerConfig config, Optional<List<? extends Operand<?>>> trained) {
    super(graph, config.rule().kerasName());
    this.config = config;
    this.trained = trained;
    root = Ops.create(graph).withSubScope(config.rule().kerasName());
    variables = new OptimizerVariables(graph, root, config.rule().kerasName());
    learningRate = makeLearningRate();
  }

  private Operand<TFloat64> makeLearningRate() {
    if (config.learningRate().fixed().isEmpty()) {
      return config
          .learningRate()
          .at(root.withSubScope(RATE), root.dtypes.cast(step(), TFloat64.class));
    }
    double fixed = config.learningRate().fixed().getAsDouble();
    return root.identity(
        variables.add(RATE, Shape.scalar(), TFloat64.class, init -> init.constant(fixed)));
  }

  @Override
  public String getOptimizerName() {
    return config.rule().kerasName();
  }

  /**
   * The number of steps done.
   *
   * @return scalar, for what has to change from step to step, such as dropout
   */
  public Operand<TInt64> step() {
    return root.identity(variables.iterations());
  }

  /**
   * The learning rate of the next step.
   *
   * @return scalar
   */
  public Operand<TFloat64> learningRate() {
    return learningRate;
  }

  /**
   * Everything that the optimizer keeps from step to step: the number of steps, a fixed learning
   * rate, and after {@code minimize} the slots, each under its weight's path. A run that is resumed
   * with their values continues as it would have.
   *
   * @return variable by path, which no session changes in number
   */
  public Map<String, Variable<?>> variables() {
    return variables.byPath();
  }

  /**
   * The path of a weight's moving average among {@link #variables}.
   *
   * @param path path of the weight
   * @return path of the average
   */
  public static String average(String path) {
    return path + "/" + AppliedGradients.AVERAGE;
  }

  @Override
  public Op minimize(Operand<?> loss, String name) {
    return minimize(loss, name, List.of());
  }

  /**
   * Adds the operations of one training step.
   *
   * @param loss scalar
   * @param name name of the operation to run
   * @param before what has to see the weights as they are before the step; the loss does anyway
   * @return the operation to run
   */
  public Op minimize(Operand<?> loss, String name, List<? extends Op> before) {
    List<Op> all = new ArrayList<>(before);
    all.add(loss);
    return apply(computeGradients(loss), name, all);
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes", "TypeParameterUnusedInFormals"})
  public <T extends TType> List<GradAndVar<?>> computeGradients(Operand<?> loss) {
    List<? extends Operand<?>> by = trained.orElseGet(() -> reachable(loss));
    Output<?>[] outputs = by.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    Output<?>[] gradients = graph.addGradients(loss.asOutput(), outputs);
    List<GradAndVar<?>> pairs = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      pairs.add(new GradAndVar(gradients[i], outputs[i]));
    }
    return pairs;
  }

  private List<Operand<?>> reachable(Operand<?> loss) {
    Set<GraphOperation> above = graph.subgraphTo(Set.of(loss));
    List<Operand<?>> found = new ArrayList<>();
    graph
        .operations()
        .forEachRemaining(
            op -> {
              if (op.type().equals(VARIABLE_V2) && above.contains(op)) {
                Output<?> variable = op.output(0);
                if (TFloating.class.isAssignableFrom(variable.type())) {
                  found.add(variable);
                }
              }
            });
    return found;
  }

  @Override
  public Op applyGradients(List<GradAndVar<? extends TType>> gradients, String name) {
    return apply(gradients, name, List.of());
  }

  private Op apply(List<GradAndVar<? extends TType>> pairs, String name, List<? extends Op> first) {
    List<GradAndVar<? extends TType>> open =
        pairs.stream().filter(pair -> !pair.getGradient().isClosed()).toList();
    if (open.isEmpty()) {
      throw new IllegalArgumentException("no variable has a gradient from the loss");
    }
    Op counted =
        new AppliedGradients<TFloating>(config, root, variables, learningRate, open).build(first);
    return Ops.create(graph).withName(name).withControlDependencies(counted).noOp();
  }

  @Override
  public <T extends TType> Optional<Variable<T>> getSlot(Output<T> weight, String slotName) {
    return variables.slot(weight, slotName);
  }

  /** Not called: all weights are changed by {@code applyGradients} at once. */
  @Override
  protected <T extends TType> Op applyDense(Ops deps, Output<T> gradient, Output<T> variable) {
    throw new UnsupportedOperationException(Objects.toString(variable));
  }
}
