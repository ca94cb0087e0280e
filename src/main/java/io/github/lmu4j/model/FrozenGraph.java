package io.github.lmu4j.model;

import com.google.protobuf.ByteString;
import io.github.lmu4j.weights.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Session;
import org.tensorflow.op.Operands;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Cuts out of a graph what depends on some placeholders. What does not, such as weights and what is
 * computed from weights alone, is computed once and becomes a constant.
 */
final class FrozenGraph {

  private final GraphDef graph;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Map<String, String> replaced;
  private final Set<String> changing = new HashSet<>();
  private final Map<String, String> constants = new LinkedHashMap<>();

  /**
   * Looks at a graph.
   *
   * @param graph a complete graph
   * @param placeholders names of placeholders that stay
   * @param replaced names of other placeholders, and of the nodes that take their places
   */
  FrozenGraph(GraphDef graph, Set<String> placeholders, Map<String, String> replaced) {
    this.graph = graph;
    this.replaced = replaced;
    // TensorFlow lists nodes in the order in which they were made, so inputs come first.
    for (NodeDef node : graph.getNodeList()) {
      nodes.put(node.getName(), node);
      boolean root = placeholders.contains(node.getName()) || replaced.containsKey(node.getName());
      if (root || node.getInputList().stream().anyMatch(input -> changing.contains(name(input)))) {
        changing.add(node.getName());
      }
    }
  }

  private static String name(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static int index(String input) {
    int colon = input.indexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(input.substring(colon + 1));
  }

  /**
   * Cuts.
   *
   * @param session a session of the graph in which the variables have their values
   * @param target name of the node that is wanted
   * @return a graph of that node and what it needs
   */
  GraphDef upTo(Session session, String target) {
    GraphDef.Builder cut =
        GraphDef.newBuilder().setVersions(graph.getVersions()).setLibrary(graph.getLibrary());
    Set<String> wanted = new HashSet<>(Set.of(target));
    Deque<String> open = new ArrayDeque<>(wanted);
    while (!open.isEmpty()) {
      NodeDef node = node(open.remove());
      NodeDef.Builder copy = node.toBuilder().clearInput();
      for (String input : node.getInputList()) {
        String source = name(input);
        boolean control = input.startsWith("^");
        if (changing.contains(source)) {
          String taken = replaced.getOrDefault(source, source);
          copy.addInput(taken.equals(source) ? input : taken);
          if (wanted.add(taken)) {
            open.add(taken);
          }
        } else if (!control) {
          copy.addInput(constants.computeIfAbsent(input, key -> "frozen/" + constants.size()));
        }
      }
      cut.addNode(copy);
    }
    addConstants(session, cut);
    return cut.build();
  }

  private NodeDef node(String name) {
    NodeDef node = nodes.get(name);
    if (node == null) {
      throw new IllegalStateException("the graph has no node " + name);
    }
    return node;
  }

  private void addConstants(Session session, GraphDef.Builder cut) {
    if (constants.isEmpty()) {
      return;
    }
    var runner = session.runner();
    constants.keySet().forEach(input -> runner.fetch(name(input), index(input)));
    try (var values = runner.run()) {
      List<String> names = new ArrayList<>(constants.values());
      for (int i = 0; i < names.size(); i++) {
        cut.addNode(constant(names.get(i), Array.of(values.get(i))));
      }
    }
  }

  private static NodeDef constant(String name, Array value) {
    DataType type = Operands.toDataType(value.type().tensorType());
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : value.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(type)
            .setTensorShape(shape)
            .setTensorContent(ByteString.copyFrom(value.bytes()))
            .build();
    Map<String, AttrValue> attributes = new HashMap<>();
    attributes.put("dtype", AttrValue.newBuilder().setType(type).build());
    attributes.put("value", AttrValue.newBuilder().setTensor(tensor).build());
    return NodeDef.newBuilder().setName(name).setOp("Const").putAllAttr(attributes).build();
  }
}
