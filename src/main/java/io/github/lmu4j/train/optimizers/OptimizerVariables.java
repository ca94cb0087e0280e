package io.github.lmu4j.train.optimizers;

import io.github.lmu4j.weights.PathVariable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * What an optimizer keeps from step to step: variables of a graph, named after the optimizer. The
 * number of steps done is there from the beginning.
 */
final class OptimizerVariables {

  private static final String STEP = "iterations";

  private final Graph graph;
  private final Ops root;
  private final String name;
  private final Map<String, Variable<?>> variables = new LinkedHashMap<>();
  private final Variable<TInt64> iterations;

  /**
   * Adds the number of steps to a graph.
   *
   * @param graph the graph
   * @param root operations of the optimizer
   * @param base the optimizer's name, which gets a number where another one of the graph has it
   */
  OptimizerVariables(Graph graph, Ops root, String base) {
    this.graph = graph;
    this.root = root;
    name = free(graph, base);
    iterations = add(STEP, Shape.scalar(), TInt64.class, init -> init.constant(0L));
  }

  /** Two optimizers of one graph keep their variables apart. */
  private static String free(Graph graph, String base) {
    String free = base;
    for (int i = 1; graph.operation(free + "/" + STEP) != null; i++) {
      free = base + "_" + i;
    }
    return free;
  }

  /** The number of steps done. */
  Variable<TInt64> iterations() {
    return iterations;
  }

  /** All variables by path, a view. */
  Map<String, Variable<?>> byPath() {
    return Collections.unmodifiableMap(variables);
  }

  @SuppressWarnings("unchecked")
  <T extends TType> Optional<Variable<T>> slot(Operand<T> weight, String slot) {
    return Optional.ofNullable((Variable<T>) variables.get(path(weight, slot)));
  }

  /** Adds a slot of a weight. */
  <T extends TFloating> Variable<T> addSlot(Operand<T> weight, Slot slot) {
    return add(path(weight, slot.name()), weight.shape(), weight.type(), slot.initial());
  }

  /** Adds what is kept once for all weights. */
  <T extends TFloating> Variable<T> addGlobal(Class<T> type, Slot slot) {
    return add(slot.name(), Shape.scalar(), type, slot.initial());
  }

  private static String path(Operand<?> weight, String slot) {
    return weight.op().name() + "/" + slot;
  }

  private <T extends TFloating> Variable<T> add(
      String path, Shape shape, Class<T> type, double initial) {
    return add(
        path,
        shape,
        type,
        init ->
            init.fill(
                init.constant(shape.asArray()), init.dtypes.cast(init.constant(initial), type)));
  }

  /**
   * Adds a variable.
   *
   * @param path its path among those of the optimizer
   * @param shape shape
   * @param type dtype
   * @param initial makes its first value
   */
  <T extends TType> Variable<T> add(
      String path, Shape shape, Class<T> type, Function<Ops, Operand<T>> initial) {
    // The framework's createSlot refuses names with a slash, which paths of weights have.
    Variable<T> variable = PathVariable.create(graph, name + "/" + path, shape, type);
    Ops init = root.withInitScope();
    init.assign(variable, initial.apply(init));
    variables.put(path, variable);
    return variable;
  }
}
