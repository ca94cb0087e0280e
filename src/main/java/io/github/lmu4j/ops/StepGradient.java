package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The vector-Jacobian product of operations within one graph, where parts may not depend. */
final class StepGradient {

  private StepGradient() {}

  /**
   * Builds the gradients of {@code sum(gradients * results)} by the variables.
   *
   * @return one gradient a variable, empty where no gradient flows to it
   */
  static <T extends TFloating> List<Optional<Operand<T>>> of(
      Ops tf, List<Operand<T>> results, List<Operand<T>> gradients, List<Operand<T>> variables) {
    Graph graph = (Graph) tf.scope().env();
    List<Operand<T>> separated = new ArrayList<>();
    // If one result is an ancestor of another, addGradients drops paths without a word.
    results.forEach(result -> separated.add(tf.identity(result)));
    Set<GraphOperation> ancestors = ancestors(graph, separated);
    Output<?>[] reached =
        variables.stream()
            .map(Operand::asOutput)
            .filter(variable -> ancestors.contains(variable.op()))
            .toArray(Output<?>[]::new);
    List<Optional<Operand<T>>> products = new ArrayList<>();
    Output<?>[] found =
        reached.length == 0 || results.isEmpty()
            ? new Output<?>[0]
            : graph.addGradients("vjp", outputs(separated), reached, outputs(gradients));
    int next = 0;
    for (Operand<T> variable : variables) {
      Optional<Operand<T>> product = Optional.empty();
      if (next < found.length && reached[next].equals(variable.asOutput())) {
        product = Optional.of(found[next++]).filter(StepGradient::exists).map(StepGradient::typed);
      }
      products.add(product);
    }
    return products;
  }

  /** All operations on which some operands depend, their own included. */
  static Set<GraphOperation> ancestors(Graph graph, List<? extends Operand<?>> operands) {
    Set<GraphOperation> ends = new LinkedHashSet<>();
    operands.forEach(operand -> ends.add((GraphOperation) operand.op()));
    Set<GraphOperation> all = new LinkedHashSet<>(graph.subgraphToOps(ends));
    all.addAll(ends);
    return all;
  }

  /**
   * A variable that is reached only through operations whose gradient is zero by definition, such
   * as a comparison, gets an output of no operation.
   */
  private static boolean exists(Output<?> output) {
    Pointer handle = ((GraphOperation) output.op()).getUnsafeNativeHandle();
    return handle != null && !handle.isNull();
  }

  private static Output<?>[] outputs(List<? extends Operand<?>> operands) {
    return operands.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
  }

  @SuppressWarnings("unchecked")
  private static <T extends TFloating> Operand<T> typed(Output<?> output) {
    return (Operand<T>) output;
  }
}
