package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.VariableDef;

/**
 * Writes the graph of a model and the values of its variables as a SavedModel.
 *
 * <p>Of the graph there is what the signatures reach. Its variables become those that TensorFlow 2
 * knows, resources, and collections list them: so {@code tf.saved_model.load} gives them in {@code
 * variables}, and what is assigned to one, the signatures compute with. TensorFlow Java's own
 * exporter knows neither.
 *
 * <p>Python can differentiate what TensorFlow can, but knows none of the gradients that are defined
 * here, such as those of loops; it would take zeros for them. So variables that lead there are not
 * trainable in Python, and the others are as in the model. Fourier transforms Python knows itself:
 * their gradients of this library's are taken away.
 */
final class ServingGraph {

  private static final String TAG = "serve";
  private static final String VARIABLE = "VariableV2";

  /** What {@link io.github.lmu4j.ops.CustomGradient} leads values through, and nothing else. */
  private static final String CUSTOM_GRADIENT = "IdentityN";

  /** What is before it, and keeps TensorFlow from differentiating what made the values. */
  private static final String STOP = "StopGradient";

  /** What has a custom gradient here, and one of its own in Python. */
  private static final Set<String> TRANSFORMS = Set.of("RFFT", "IRFFT");

  private final GraphDef graph;
  private final Map<String, SignatureDef> signatures;
  private final Weights values;
  private final Set<String> trainable;

  /**
   * Takes a graph.
   *
   * @param graph a graph with variables
   * @param signatures its signatures by name
   * @param values the values of all variables by the names of their nodes
   * @param trainable the names of those that optimizers change
   */
  ServingGraph(
      GraphDef graph, Map<String, SignatureDef> signatures, Weights values, Set<String> trainable) {
    this.graph = graph;
    this.signatures = new TreeMap<>(signatures);
    this.values = values;
    this.trainable = trainable;
  }

  /** Writes {@code saved_model.pb} and {@code variables} into a folder. */
  void write(Path folder) throws IOException {
    ResourceVariables resources = new ResourceVariables(values);
    GraphDef.Builder written = GraphDef.newBuilder().setVersions(graph.getVersions());
    OpGraph whole = OpGraph.of(folder.toString(), withTransforms(folder));
    OpGraph.Reached reached = whole.reached(ends());
    for (NodeDef node : reached.ofGraph()) {
      if (!node.getOp().equals(VARIABLE)) {
        written.addNode(resources.reading(node));
      }
    }
    Set<FunctionDef> functions = new LinkedHashSet<>(reached.ofFunctions());
    functions.addAll(reached.inFunctions());
    written.getLibraryBuilder().addAllFunction(functions);
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getMetaInfoDefBuilder().addTags(TAG).setTensorflowVersion(TensorFlow.version());
    meta.putAllSignatureDef(signatures);
    if (!values.paths().isEmpty()) {
      written.addAllNode(resources.nodes());
      meta.setSaverDef(resources.saver());
      List<VariableDef> variables = resources.variables(trainableInPython(whole, reached));
      putVariables(meta, "variables", variables);
      putVariables(
          meta,
          "trainable_variables",
          variables.stream().filter(VariableDef::getTrainable).toList());
      Files.createDirectories(folder.resolve("variables"));
      TensorBundleWriter bundle = new TensorBundleWriter();
      for (Map.Entry<String, Array> value : values.values().entrySet()) {
        bundle.put(value.getKey(), value.getValue());
      }
      bundle.write(SavedModel.variables(folder));
    }
    meta.setGraphDef(written);
    Files.write(
        folder.resolve("saved_model.pb"),
        org.tensorflow.proto.SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(meta)
            .build()
            .toByteArray());
  }

  /** The graph with Fourier transforms that Python differentiates. */
  private GraphDef withTransforms(Path folder) throws IOException {
    OpGraph given = OpGraph.of(folder.toString(), graph);
    GraphDef.Builder changed = graph.toBuilder();
    for (NodeDef.Builder node : changed.getNodeBuilderList()) {
      if (node.getOp().equals(STOP) && TRANSFORMS.contains(given.operationBefore(node.build()))) {
        node.setOp("Identity");
      }
    }
    return changed.build();
  }

  /** Inputs too: a model need not use all of them. */
  private List<String> ends() {
    List<String> ends = new ArrayList<>();
    for (SignatureDef signature : signatures.values()) {
      signature.getOutputsMap().values().stream().map(TensorInfo::getName).forEach(ends::add);
      signature.getInputsMap().values().stream().map(TensorInfo::getName).forEach(ends::add);
    }
    return ends;
  }

  private Set<String> trainableInPython(OpGraph whole, OpGraph.Reached reached) {
    List<String> ours =
        reached.ofGraph().stream()
            .filter(node -> node.getOp().equals(CUSTOM_GRADIENT))
            .filter(node -> whole.operationBefore(node).equals(STOP))
            .map(NodeDef::getName)
            .toList();
    Set<String> left = new HashSet<>(trainable);
    whole.reached(ours).ofGraph().forEach(node -> left.remove(node.getName()));
    return left;
  }

  /** Python takes no empty collection. */
  private static void putVariables(
      MetaGraphDef.Builder meta, String name, List<VariableDef> variables) {
    CollectionDef.Builder collection = CollectionDef.newBuilder();
    variables.forEach(each -> collection.getBytesListBuilder().addValue(each.toByteString()));
    if (!variables.isEmpty()) {
      meta.putCollectionDef(name, collection.build());
    }
  }
}
