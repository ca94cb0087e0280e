package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * A loop over a number of steps known at run time, whose body is attached to a graph once and which
 * is then emitted into it as a single node.
 *
 * <p>Attaching and emitting are apart because functions cannot be attached in a gradient callback.
 */
final class WhileLoop {

  /** Roles of the two variables that every loop has, before those of its user. */
  private static final String TIME = "time";

  private static final String LENGTH = "length";

  private final Roles<Slot> slots;
  private final GraphFunction condition;
  private final GraphFunction body;
  private final boolean lowered;

  /** What happens in one round of the loop. */
  @FunctionalInterface
  interface Body {
    /**
     * Builds one round.
     *
     * @param time shape (1); counts from 0
     * @param length shape (1); the number of rounds
     * @return the roles that change; all others keep their values
     */
    Roles<Operand<?>> advance(
        Ops tf, Operand<TInt32> time, Operand<TInt32> length, Roles<Operand<?>> variables);
  }

  /**
   * Attaches the functions of a loop.
   *
   * @param lowered whether TensorFlow turns the loop into switches and merges, which runs 2 to 3
   *     times faster than a loop that calls its body, but which XLA does not take
   */
  WhileLoop(Graph graph, String name, Roles<Slot> variables, boolean lowered, Body body) {
    this.lowered = lowered;
    slots = new Roles<>();
    slots.put(TIME, List.of(new Slot(TInt32.class, Shape.of(1))));
    slots.put(LENGTH, List.of(new Slot(TInt32.class, Shape.of(1))));
    slots.putAll(variables);
    condition =
        GraphFunction.attach(
            graph,
            name + "_condition",
            slots.flat(),
            (tf, flat) -> {
              Roles<Operand<?>> all = slots.fill(flat);
              Operand<TInt32> time = all.<TInt32>operands(TIME).get(0);
              Operand<TInt32> length = all.<TInt32>operands(LENGTH).get(0);
              return List.of(tf.reshape(tf.math.less(time, length), tf.constant(new int[0])));
            });
    this.body =
        GraphFunction.attach(
            graph,
            name + "_body",
            slots.flat(),
            (tf, flat) -> {
              Roles<Operand<?>> all = slots.fill(flat);
              Operand<TInt32> time = all.<TInt32>operands(TIME).get(0);
              Operand<TInt32> length = all.<TInt32>operands(LENGTH).get(0);
              Roles<Operand<?>> changed = body.advance(tf, time, length, all);
              changed.put(TIME, List.of(tf.math.add(time, tf.constant(1))));
              return all.with(changed).flat();
            });
  }

  /**
   * Emits the loop's node.
   *
   * @param length shape (1); the number of rounds
   * @param initial values of all roles, in any order of the roles
   */
  GraphOperation emit(Ops tf, Operand<TInt32> length, Roles<Operand<?>> initial) {
    Roles<Operand<?>> all = new Roles<>();
    all.put(TIME, List.of(tf.constant(new int[] {0})));
    all.put(LENGTH, List.of(length));
    all.putAll(initial);
    OperationBuilder node = tf.scope().opBuilder("StatelessWhile", "loop");
    node.addInputList(slots.order(all).stream().map(Operand::asOutput).toArray(Output<?>[]::new));
    node.setAttr("cond", condition.attribute());
    node.setAttr("body", body.attribute());
    node.setAttr("output_shapes", slots.flat().stream().map(Slot::shape).toArray(Shape[]::new));
    node.setAttr("_lower_using_switch_merge", lowered);
    return (GraphOperation) node.build();
  }

  /** The variables of an emitted loop as they are before the first round. */
  Roles<Operand<?>> arguments(GraphOperation node) {
    return slots.fill(NodeOperands.inputs(node));
  }

  /** The variables of an emitted loop as they are after the last round. */
  Roles<Operand<?>> results(GraphOperation node) {
    return slots.fill(NodeOperands.outputs(node));
  }

  /** The number of rounds of an emitted loop. */
  Operand<TInt32> length(GraphOperation node) {
    return arguments(node).<TInt32>operands(LENGTH).get(0);
  }
}
