package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;

/** The graph of objects of a checkpoint that is written, and their values. */
final class CheckpointGraph {

  private final Weights weights;
  private final TensorBundleWriter bundle = new TensorBundleWriter();
  private final List<TrackableObject.Builder> objects = new ArrayList<>();

  /** Number by object: one that two attributes hold is one. */
  private final IdentityHashMap<KerasNode, Integer> numbers = new IdentityHashMap<>();

  CheckpointGraph(Weights weights) {
    this.weights = weights;
  }

  void write(Path prefix, KerasNode root) throws IOException {
    add(root, "");
    TrackableObjectGraph.Builder graph = TrackableObjectGraph.newBuilder();
    objects.forEach(graph::addNodes);
    bundle.put(TensorFlowCheckpoint.GRAPH, graph.build().toByteArray());
    bundle.write(prefix);
  }

  private int add(KerasNode node, String path) {
    Integer known = numbers.get(node);
    if (known != null) {
      return known;
    }
    int number = addEmpty();
    numbers.put(node, number);
    for (String weight : node.weights()) {
      String name = TensorFlowCheckpoint.attribute(node, weight);
      String key = path + name + "/.ATTRIBUTES/" + TensorFlowCheckpoint.VALUE;
      int variable = addEmpty();
      objects
          .get(variable)
          .addAttributes(
              TrackableObject.SerializedTensor.newBuilder()
                  .setName(TensorFlowCheckpoint.VALUE)
                  .setFullName(weight)
                  .setCheckpointKey(key));
      bundle.put(key, value(node, name, weight));
      addChild(number, name, variable);
    }
    for (KerasNode.Child child : node.children()) {
      String attribute = child.attribute();
      if (!child.isList()) {
        addChild(number, attribute, add(child.nodes().get(0), path + attribute + "/"));
      } else if (TensorFlowCheckpoint.areLayers(child)) {
        addItems(number, path, child);
      } else {
        int list = addEmpty();
        addChild(number, attribute, list);
        addItems(list, path + attribute + "/", child);
      }
    }
    return number;
  }

  private void addItems(int owner, String path, KerasNode.Child list) {
    TensorFlowCheckpoint.items(list)
        .forEach((name, item) -> addChild(owner, name, add(item, path + name + "/")));
  }

  /** Keras 2 counts in whole numbers what its {@code Normalization} has seen. */
  private Array value(KerasNode node, String name, String weight) {
    Array value = weights.get(weight);
    boolean count = node.className().equals("Normalization") && name.equals("count");
    return count ? Array.of(value.shape(), (long) value.doubleAt(0)) : value;
  }

  private int addEmpty() {
    objects.add(TrackableObject.newBuilder());
    return objects.size() - 1;
  }

  private void addChild(int owner, String name, int child) {
    objects
        .get(owner)
        .addChildren(
            TrackableObject.ObjectReference.newBuilder().setLocalName(name).setNodeId(child));
  }
}
