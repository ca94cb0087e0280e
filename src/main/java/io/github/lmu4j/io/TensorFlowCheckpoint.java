package io.github.lmu4j.io;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;

/**
 * A checkpoint that Keras 2 wrote: tensors, and a graph of the objects that own them, whose edges
 * are named after attributes. SavedModels of Keras 2 hold one.
 */
final class TensorFlowCheckpoint {

  static final String GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";
  static final String VALUE = "VARIABLE_VALUE";

  /** Keras 2 names two weights of Normalization otherwise than their attributes. */
  private static final Map<String, String> ATTRIBUTES =
      Map.of("mean", "adapt_mean", "variance", "adapt_variance");

  private final String place;
  private final TensorBundle bundle;
  private final TrackableObjectGraph graph;
  private final Map<String, Array> found = new LinkedHashMap<>();

  private TensorFlowCheckpoint(String place, TensorBundle bundle, TrackableObjectGraph graph) {
    this.place = place;
    this.bundle = bundle;
    this.graph = graph;
  }

  /** Tells a checkpoint by its index, which stands beside the prefix. */
  static boolean isOne(Path prefix) {
    return prefix.getFileName() != null && Files.isRegularFile(TensorBundle.index(prefix));
  }

  /** Without a graph of objects, tensors are named by paths: this library's own files. */
  private static Weights named(Path prefix, KerasConfig config, TensorBundle bundle)
      throws IOException {
    Map<String, Array> found = new LinkedHashMap<>();
    for (String path : config.weightOrder()) {
      Optional<String> key = key(path, bundle.keys());
      if (key.isPresent()) {
        found.put(path, bundle.array(key.get()));
      }
    }
    return config.complete(prefix.toString(), found);
  }

  /** A tensor's name; in earlier versions TensorFlow numbered layers where it met them again. */
  private static Optional<String> key(String path, Set<String> keys) {
    if (keys.contains(path)) {
      return Optional.of(path);
    }
    int slash = path.indexOf('/');
    Pattern numbered =
        Pattern.compile(
            Pattern.quote(path.substring(0, Math.max(0, slash)))
                + "_\\d+"
                + Pattern.quote(path.substring(Math.max(0, slash))));
    List<String> fitting = keys.stream().filter(key -> numbered.matcher(key).matches()).toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  static Weights read(Path prefix, KerasConfig config) throws IOException {
    TensorBundle bundle = TensorBundle.open(prefix);
    if (!bundle.keys().contains(GRAPH)) {
      return named(prefix, config, bundle);
    }
    TrackableObjectGraph graph;
    try {
      graph = TrackableObjectGraph.parseFrom(bundle.string(GRAPH));
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          prefix.toString(), "a graph of objects", String.valueOf(e.getMessage()), e);
    }
    if (graph.getNodesCount() == 0) {
      throw new ModelFormatException(prefix.toString(), "a graph of objects", "an empty one");
    }
    TensorFlowCheckpoint reading = new TensorFlowCheckpoint(prefix.toString(), bundle, graph);
    reading.collect(graph.getNodes(0), config.structure());
    return config.complete(prefix.toString(), reading.found);
  }

  /**
   * Writes a checkpoint as Keras 2 saves weights.
   *
   * @param prefix what the names of its files begin with
   */
  static void write(Path prefix, LoadedModel model, boolean half) throws IOException {
    CheckedFile.requireFull(half);
    new CheckpointGraph(model.weights()).write(prefix, model.config().structure());
  }

  private void collect(TrackableObject object, KerasNode node) throws IOException {
    for (String path : node.weights()) {
      String name = attribute(node, path);
      Optional<TrackableObject> variable = child(object, name);
      if (variable.isEmpty()) {
        variable = child(object, ATTRIBUTES.getOrDefault(name, name));
      }
      if (variable.isPresent()) {
        found.put(path, value(variable.get()));
      }
    }
    for (KerasNode.Child child : node.children()) {
      if (child.isList()) {
        collectList(object, child);
      } else {
        Optional<TrackableObject> inner = child(object, child.attribute());
        if (inner.isPresent()) {
          collect(inner.get(), child.nodes().get(0));
        }
      }
    }
  }

  private void collectList(TrackableObject object, KerasNode.Child child) throws IOException {
    Optional<TrackableObject> list =
        areLayers(child) ? Optional.of(object) : child(object, child.attribute());
    for (Map.Entry<String, KerasNode> named : items(child).entrySet()) {
      if (list.isPresent()) {
        Optional<TrackableObject> item = child(list.get(), named.getKey());
        if (item.isPresent()) {
          collect(item.get(), named.getValue());
        }
      }
    }
  }

  /** Whether the objects of a list are attributes of the object that holds the list. */
  static boolean areLayers(KerasNode.Child list) {
    return list.attribute().equals("layers");
  }

  /** Layers are numbered among those with weights, what else is in a list by its index. */
  static Map<String, KerasNode> items(KerasNode.Child list) {
    Map<String, KerasNode> items = new LinkedHashMap<>();
    for (KerasNode node : list.nodes()) {
      if (!areLayers(list)) {
        items.put(Integer.toString(items.size()), node);
      } else if (!node.allWeights().isEmpty()) {
        items.put("layer_with_weights-" + items.size(), node);
      }
    }
    return items;
  }

  /** The attribute of Keras 2 that holds a weight: of its name, but for one. */
  static String attribute(KerasNode node, String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean depthwise = node.className().equals("DepthwiseConv1D") && name.equals("kernel");
    return depthwise ? "depthwise_kernel" : name;
  }

  private Optional<TrackableObject> child(TrackableObject object, String name)
      throws ModelFormatException {
    for (TrackableObject.ObjectReference reference : object.getChildrenList()) {
      if (reference.getLocalName().equals(name)) {
        int id = reference.getNodeId();
        if (id < 0 || id >= graph.getNodesCount()) {
          throw new ModelFormatException(
              place, "objects 0 to " + (graph.getNodesCount() - 1), "object " + id);
        }
        return Optional.of(graph.getNodes(id));
      }
    }
    return Optional.empty();
  }

  private Array value(TrackableObject variable) throws IOException {
    for (TrackableObject.SerializedTensor attribute : variable.getAttributesList()) {
      if (attribute.getName().equals(VALUE)) {
        return bundle.array(attribute.getCheckpointKey());
      }
    }
    throw new ModelFormatException(place, "a variable with a value", "another object");
  }
}
