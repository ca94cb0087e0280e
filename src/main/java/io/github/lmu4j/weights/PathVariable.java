package io.github.lmu4j.weights;

import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Operands;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.family.TType;

/**
 * Variables whose nodes are named by their whole path.
 *
 * <p>Scopes of names do not give this: a second scope of the same name is another one, numbered.
 */
public final class PathVariable {

  private PathVariable() {}

  /**
   * Adds a variable.
   *
   * @param <T> dtype
   * @param graph the graph that gets the variable
   * @param path name of the node, such as {@code lmu/kernel}
   * @param shape shape
   * @param type dtype
   * @return the variable, without a value
   * @throws IllegalArgumentException if the path is taken
   */
  public static <T extends TType> Variable<T> create(
      Graph graph, String path, Shape shape, Class<T> type) {
    var builder = graph.opBuilder(Variable.OP_NAME, path, Ops.create(graph).scope());
    builder.setAttr("shape", shape);
    builder.setAttr("dtype", Operands.toDataType(type));
    return new Variable<>(builder.build());
  }
}
