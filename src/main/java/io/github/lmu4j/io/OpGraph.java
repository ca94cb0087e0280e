package io.github.lmu4j.io;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/** A graph of TensorFlow operations, as it is written, with its functions: what leads to what. */
final class OpGraph {

  /** Functions of one value may take each other's place. */
  private static final String INTERFACE = "api_implements";

  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Map<String, FunctionDef> functions = new LinkedHashMap<>();

  private OpGraph() {}

  /**
   * Indexes a graph.
   *
   * @throws ModelFormatException if names occur twice
   */
  static OpGraph of(String place, GraphDef graph) throws ModelFormatException {
    OpGraph indexed = new OpGraph();
    for (NodeDef node : graph.getNodeList()) {
      if (indexed.nodes.put(node.getName(), node) != null) {
        throw new ModelFormatException(place, "nodes of different names", node.getName());
      }
    }
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      String name = function.getSignature().getName();
      if (indexed.functions.put(name, function) != null) {
        throw new ModelFormatException(place, "functions of different names", name);
      }
    }
    return indexed;
  }

  /**
   * What runs when some outputs are asked for.
   *
   * @param ofGraph nodes of the graph itself
   * @param ofFunctions functions that they call
   * @param inFunctions functions that functions call
   */
  record Reached(
      Collection<NodeDef> ofGraph,
      Collection<FunctionDef> ofFunctions,
      Collection<FunctionDef> inFunctions) {

    /** All nodes, also those of functions. */
    List<NodeDef> nodes() {
      List<NodeDef> all = new ArrayList<>(ofGraph);
      ofFunctions.forEach(function -> all.addAll(function.getNodeDefList()));
      inFunctions.forEach(function -> all.addAll(function.getNodeDefList()));
      return all;
    }
  }

  /** All functions by name. */
  Map<String, FunctionDef> functions() {
    return Collections.unmodifiableMap(functions);
  }

  /** The name of the node that makes a tensor, or that an operation is waited for by. */
  static String node(String tensor) {
    String name = tensor.startsWith("^") ? tensor.substring(1) : tensor;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** Follows inputs backwards from tensors or operations. */
  Reached reached(Collection<String> starts) {
    Map<String, NodeDef> found = new LinkedHashMap<>();
    ArrayDeque<String> open = new ArrayDeque<>(starts);
    Set<FunctionDef> direct = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      String name = node(open.remove());
      NodeDef node = nodes.get(name);
      if (node != null && found.put(name, node) == null) {
        open.addAll(node.getInputList());
        direct.addAll(called(node));
      }
    }
    Set<FunctionDef> inner = new LinkedHashSet<>();
    ArrayDeque<FunctionDef> unread = new ArrayDeque<>(direct);
    while (!unread.isEmpty()) {
      for (NodeDef node : unread.remove().getNodeDefList()) {
        for (FunctionDef function : called(node)) {
          if (inner.add(function)) {
            unread.add(function);
          }
        }
      }
    }
    return new Reached(found.values(), direct, inner);
  }

  /** The functions that a node may call. */
  Set<FunctionDef> called(NodeDef node) {
    Set<String> names = new LinkedHashSet<>();
    names.add(node.getOp());
    for (AttrValue value : node.getAttrMap().values()) {
      names.add(value.getFunc().getName());
      for (NameAttrList each : value.getList().getFuncList()) {
        names.add(each.getName());
      }
    }
    Set<FunctionDef> found = new LinkedHashSet<>();
    for (String name : names) {
      FunctionDef function = functions.get(name);
      if (function != null && found.add(function) && function.containsAttr(INTERFACE)) {
        AttrValue shared = function.getAttrOrThrow(INTERFACE);
        functions.values().stream()
            .filter(each -> shared.equals(each.getAttrMap().get(INTERFACE)))
            .forEach(found::add);
      }
    }
    return found;
  }

  /** The operation that a node's first input comes from; nothing if there is none. */
  String operationBefore(NodeDef node) {
    NodeDef before = node.getInputCount() == 0 ? null : nodes.get(node(node.getInput(0)));
    return before == null ? "" : before.getOp();
  }

  /** The node of the graph that a node's input comes from unchanged; nothing if there is none. */
  String origin(NodeDef node, int input) {
    String name = input < node.getInputCount() ? node(node.getInput(input)) : "";
    for (int i = 0; i < nodes.size(); i++) {
      NodeDef at = nodes.get(name);
      if (at == null || !at.getOp().equals("Identity")) {
        return name;
      }
      name = node(at.getInputCount() == 0 ? "" : at.getInput(0));
    }
    return "";
  }

  /** Which argument of a function a node's first input is; -1 if it is none. */
  static int argument(FunctionDef function, NodeDef node) {
    String name = node.getInputCount() == 0 ? "" : node(node.getInput(0));
    for (int i = 0; i < function.getSignature().getInputArgCount(); i++) {
      if (function.getSignature().getInputArg(i).getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
