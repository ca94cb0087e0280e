package io.github.lmu4j.testing;

import io.github.lmu4j.weights.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;

/** A graph and its session, for a test to compute in. */
public final class Sandbox implements AutoCloseable {

  private final Graph graph = new Graph();
  private final Session session = new Session(graph);
  private final Ops tf = Ops.create(graph);

  /** Operations of the graph. */
  public Ops tf() {
    return tf;
  }

  /** The graph. */
  public Graph graph() {
    return graph;
  }

  /** The session. */
  public Session session() {
    return session;
  }

  /** The value of an operand. */
  public Array value(Operand<?> operand) {
    return value(operand, Map.of());
  }

  /** The value of an operand that needs feeds. */
  public Array value(Operand<?> operand, Map<? extends Operand<?>, Array> feeds) {
    List<Tensor> tensors = new ArrayList<>();
    try {
      var runner = session.runner().fetch(operand);
      feeds.forEach(
          (placeholder, array) -> {
            Tensor tensor = array.toTensor();
            tensors.add(tensor);
            runner.feed(placeholder, tensor);
          });
      try (var result = runner.run()) {
        return Array.of(result.get(0));
      }
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
