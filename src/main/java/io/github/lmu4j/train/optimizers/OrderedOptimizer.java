package io.github.lmu4j.train.optimizers;

import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.PathVariable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
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

  private static final String STEP = "iterations";

  /** Path of the variable that holds a fixed learning rate. */
  public static final String RATE = "learning_rate";

  private static final String AVERAGE = "average";

  private final OptimizerConfig config;
  private final Optional<List<? extends Operand<?>>> trained;
  private final String name;
  private final Ops root;
  private final Variable<TInt64> iterations;
  private final Operand<TFloat64> learningRate;
  private final Map<String, Variable<?>> variables = new LinkedHashMap<>();

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
    name = free(graph, config.rule().kerasName());
    iterations = PathVariable.create(graph, name + "/" + STEP, Shape.scalar(), TInt64.class);
    variables.put(STEP, iterations);
    Ops init = root.withInitScope();
    init.assign(iterations, init.constant(0L));
    learningRate = makeLearningRate();
  }

  /** Two optimizers of one graph keep their variables apart. */
  private static String free(Graph graph, String base) {
    String free = base;
    for (int i = 1; graph.operation(free + "/" + STEP) != null; i++) {
      free = base + "_" + i;
    }
    return free;
  }

  private Operand<TFloat64> makeLearningRate() {
    if (config.learningRate().fixed().isEmpty()) {
      return config
          .learningRate()
          .at(root.withSubScope(RATE), root.dtypes.cast(step(), TFloat64.class));
    }
    Variable<TFloat64> variable =
        PathVariable.create(graph, name + "/" + RATE, Shape.scalar(), TFloat64.class);
    Ops init = root.withInitScope();
    init.assign(variable, init.constant(config.learningRate().fixed().getAsDouble()));
    variables.put(RATE, variable);
    return root.identity(variable);
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
    return root.identity(iterations);
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
    return Collections.unmodifiableMap(variables);
  }

  /**
   * The path of a weight's moving average among {@link #variables}.
   *
   * @param path path of the weight
   * @return path of the average
   */
  public static String average(String path) {
    return path + "/" + AVERAGE;
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
    return new Application<TFloating>(open).build(name, first);
  }

  /** One dtype: {@code computeGradients} of a model gives no other. */
  private final class Application<T extends TFloating> {
    private final List<Operand<T>> gradients = new ArrayList<>();
    private final List<Operand<T>> weights = new ArrayList<>();
    private final Class<T> type;

    @SuppressWarnings("unchecked")
    Application(List<GradAndVar<? extends TType>> pairs) {
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

    Op build(String name, List<? extends Op> first) {
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
      Op counted = last.assignAdd(iterations, root.constant(1L));
      return Ops.create(graph).withName(name).withControlDependencies(counted).noOp();
    }

    private UpdateStep<T> step(Ops ready) {
      Operand<T> count =
          root.dtypes.cast(root.math.add(OrderedOptimizer.this.step(), root.constant(1L)), type);
      List<Variable<T>> globals =
          config.rule().globals().stream()
              .map(slot -> variable(slot.name(), Shape.scalar(), slot))
              .toList();
      return new UpdateStep<>(root, ready, count, root.dtypes.cast(learningRate, type), globals);
    }

    private Op change(
        UpdateStep<T> step, WeightUpdate<T> update, Operand<T> weight, Operand<T> gradient) {
      String path = weight.op().name();
      List<Variable<T>> slots =
          config.rule().slots().stream().map(slot -> slot(weight, slot)).toList();
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
      Variable<T> average = slot(weight, new Slot(AVERAGE, 0));
      Operand<T> later = root.dtypes.cast(root.math.greater(step.count(), step.constant(1)), type);
      Operand<T> momentum = step.constant(config.averageMomentum().orElseThrow());
      Operand<T> share = root.math.sub(step.constant(1), root.math.mul(later, momentum));
      Ops tf = root.withControlDependencies(updated);
      return tf.train.applyGradientDescent(average, share, tf.math.sub(average, weight));
    }

    private Variable<T> slot(Operand<T> weight, Slot slot) {
      return variable(weight.op().name() + "/" + slot.name(), weight.shape(), slot);
    }

    private Variable<T> variable(String path, Shape shape, Slot slot) {
      // The framework's createSlot refuses names with a slash, which paths of weights have.
      Variable<T> variable = PathVariable.create(graph, name + "/" + path, shape, type);
      Ops init = root.withInitScope();
      init.assign(
          variable,
          init.fill(
              init.constant(shape.asArray()),
              init.dtypes.cast(init.constant(slot.initial()), type)));
      variables.put(path, variable);
      return variable;
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends TType> Optional<Variable<T>> getSlot(Output<T> weight, String slotName) {
    return Optional.ofNullable((Variable<T>) variables.get(weight.op().name() + "/" + slotName));
  }

  /** Not called: all weights are changed by {@code applyGradients} at once. */
  @Override
  protected <T extends TType> Op applyDense(Ops deps, Output<T> gradient, Output<T> variable) {
    throw new UnsupportedOperationException(Objects.toString(variable));
  }
}
