package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.op.Operands;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NameAttrList;

/**
 * A function in the library of a graph, known by name.
 *
 * <p>The function is traced in a graph of its own. Attaching copies its definition into the library
 * of the other graph, which frees it when it is closed; the {@code ConcreteFunction} and the graph
 * in which it was traced are closed here, at once. So nothing native outlives the user's graph, and
 * there is nothing for the user to close.
 *
 * <p>Nodes refer to the function by its name rather than by the {@code ConcreteFunction}, whose
 * setter would attach again and so deadlock in a gradient callback. The name ends in a hash of the
 * definition: equal functions share one entry, different ones never collide.
 */
record GraphFunction(String name) {

  static GraphFunction attach(
      Graph graph,
      String key,
      List<Slot> arguments,
      BiFunction<Ops, List<Operand<?>>, List<? extends Operand<?>>> body) {
    try (Graph own = new Graph()) {
      Ops tf = Ops.create(own);
      Signature.Builder signature = Signature.builder(key);
      List<Operand<?>> placeholders = new ArrayList<>();
      for (Slot argument : arguments) {
        Operand<?> placeholder = argument.placeholder(tf);
        signature.input("i" + placeholders.size(), placeholder);
        placeholders.add(placeholder);
      }
      int outputs = 0;
      for (Operand<?> output : body.apply(tf, placeholders)) {
        signature.output("o" + outputs++, output);
      }
      try (ConcreteFunction function = ConcreteFunction.create(signature.build(), own)) {
        // A loop within the body has its functions in the library of the body's graph; only
        // functions of call nodes would come along by themselves.
        for (ConcreteFunction inner : own.getFunctions()) {
          try (inner) {
            graph.attachFunction(inner);
          }
        }
        graph.attachFunction(function);
        return new GraphFunction(function.getDefinedName());
      }
    }
  }

  /** The value of a node's attribute that names this function. */
  AttrValue attribute() {
    return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
  }

  /**
   * Adds a call of this function, which XLA compiles at the first run with each shape.
   *
   * @param arguments one an argument
   * @param results types of the results
   * @return the call's node, whose outputs have no static shapes of their own
   */
  GraphOperation callCompiled(Ops tf, List<Operand<?>> arguments, List<Slot> results) {
    return (GraphOperation)
        tf.scope()
            .opBuilder("StatefulPartitionedCall", "compiled")
            .addInputList(arguments.stream().map(Operand::asOutput).toArray(Output<?>[]::new))
            .setAttr(
                "Tout",
                results.stream()
                    .map(slot -> Operands.toDataType(slot.type()))
                    .toArray(DataType[]::new))
            .setAttr("f", attribute())
            .setAttr("_XlaMustCompile", true)
            .build();
  }
}
