package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.EnsureShape;
import org.tensorflow.op.core.IdentityN;

/**
 * Gives the results of arbitrary operations a gradient of one's own, as {@code tf.custom_gradient}
 * does in Python.
 *
 * <pre>{@code
 * Operand<TFloat32> y = forward(tf, x);
 * y = (Operand<TFloat32>) CustomGradient.define(tf, List.of(x), List.of(y),
 *     (ops, inputs, outputs, gradients) -> List.of(backward(ops, inputs.get(0), gradients.get(0)))).get(0);
 * }</pre>
 *
 * <p>The results pass through an {@code IdentityN} node, an operation for which TensorFlow has no
 * graph gradient of its own, so that one registration serves the whole process: the node's name
 * finds the vector-Jacobian product. {@code StopGradient} in front of the results keeps TensorFlow
 * from also differentiating the operations that made them.
 */
public final class CustomGradient {

  /** Products by graph and node name; an entry lives as long as its graph. */
  private static final Map<Graph, Map<String, Entry>> PRODUCTS = new WeakHashMap<>();

  static {
    TensorFlow.registerCustomGradient(IdentityN.OP_NAME, CustomGradient::differentiate);
  }

  private CustomGradient() {}

  /**
   * The backward pass of a custom gradient.
   *
   * <p>It is called while TensorFlow holds the graph's lock: it may build operations and ask for
   * types and names, but asking an operand for its shape, attaching a function or calling a {@code
   * ConcreteFunction} would deadlock. It must not capture operands or graphs: these would keep the
   * graph alive; whatever it needs of the forward pass belongs into the inputs or the outputs.
   */
  @FunctionalInterface
  public interface VectorJacobianProduct {
    /**
     * Builds the gradients of the inputs.
     *
     * @param tf operations of the graph that is differentiated
     * @param inputs the inputs given to {@code define}
     * @param outputs the outputs given to {@code define}
     * @param gradients one gradient an output; zeros where the output is not used
     * @return one gradient an input
     */
    List<? extends Operand<?>> apply(
        Ops tf, List<Operand<?>> inputs, List<Operand<?>> outputs, List<Operand<?>> gradients);
  }

  private record Entry(int outputs, VectorJacobianProduct product) {}

  /**
   * Defines the gradient of some outputs by some inputs.
   *
   * @param tf operations of the graph
   * @param inputs what the outputs are differentiated by; no gradient flows to anything else
   * @param outputs results of any operations on the inputs
   * @param product the vector-Jacobian product
   * @return the outputs, which now carry the gradient
   */
  public static List<Operand<?>> define(
      Ops tf,
      List<? extends Operand<?>> inputs,
      List<? extends Operand<?>> outputs,
      VectorJacobianProduct product) {
    List<Operand<?>> values = new ArrayList<>();
    outputs.forEach(output -> values.add(tf.stopGradient(output)));
    values.addAll(inputs);
    IdentityN node = tf.withName("custom_gradient").identityN(values);
    Graph graph = (Graph) tf.scope().env();
    synchronized (PRODUCTS) {
      PRODUCTS
          .computeIfAbsent(graph, g -> new ConcurrentHashMap<>())
          .put(node.op().name(), new Entry(outputs.size(), product));
    }
    return new ArrayList<>(node.output().subList(0, outputs.size()));
  }

  /**
   * The operation that made a result, found from the result as it is handed to the product: behind
   * IdentityN, StopGradient and EnsureShape. What the product needs besides the results it finds
   * there; were it one of the results, it would be computed for inference too.
   */
  static GraphOperation origin(Operand<?> output) {
    GraphOperation door = (GraphOperation) output.op();
    GraphOperation stop = (GraphOperation) door.input(output.asOutput().index()).op();
    GraphOperation made = (GraphOperation) stop.input(0).op();
    return made.type().equals(EnsureShape.OP_NAME) ? (GraphOperation) made.input(0).op() : made;
  }

  private static List<Operand<?>> differentiate(
      Ops tf, GraphOperation node, List<Output<?>> gradients) {
    Entry entry;
    synchronized (PRODUCTS) {
      entry = PRODUCTS.getOrDefault(node.env(), Map.of()).get(node.name());
    }
    if (entry == null) {
      // An IdentityN of somebody else: its gradient is the identity.
      return new ArrayList<>(gradients);
    }
    List<Operand<?>> outputs = new ArrayList<>();
    List<Operand<?>> inputs = new ArrayList<>();
    for (int i = 0; i < node.numOutputs(); i++) {
      // The node's outputs, not its inputs, so that a second differentiation finds them too.
      (i < entry.outputs ? outputs : inputs).add(node.output(i));
    }
    List<Operand<?>> outputGradients = new ArrayList<>(gradients.subList(0, entry.outputs));
    List<? extends Operand<?>> inputGradients =
        entry.product.apply(tf, inputs, outputs, outputGradients);
    if (inputGradients.size() != inputs.size()) {
      throw new IllegalStateException(
          "a custom gradient must return one gradient for each of its %d inputs (got %d)"
              .formatted(inputs.size(), inputGradients.size()));
    }
    // The outputs' own positions lead into StopGradient, where any value is dropped.
    List<Operand<?>> result = new ArrayList<>(outputGradients);
    result.addAll(inputGradients);
    return result;
  }
}
