package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/** What goes into a node and comes out of it; may be asked in a gradient callback. */
final class NodeOperands {

  private NodeOperands() {}

  /** All inputs. Not by {@code inputs()}, which looks nodes up by name and so deadlocks there. */
  static List<Operand<?>> inputs(GraphOperation node) {
    return IntStream.range(0, node.numInputs()).<Operand<?>>mapToObj(node::input).toList();
  }

  /** All outputs. */
  static List<Operand<?>> outputs(GraphOperation node) {
    return IntStream.range(0, node.numOutputs()).<Operand<?>>mapToObj(node::output).toList();
  }

  /** All outputs, with shapes that the node itself does not tell. */
  static List<Operand<?>> shapedOutputs(Ops tf, GraphOperation node, List<Slot> slots) {
    List<Operand<?>> shaped = new ArrayList<>();
    for (Slot slot : slots) {
      shaped.add(tf.ensureShape(node.output(shaped.size()), slot.shape()));
    }
    return shaped;
  }
}
