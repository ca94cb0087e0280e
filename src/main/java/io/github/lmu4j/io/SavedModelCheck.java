package io.github.lmu4j.io;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Checks a SavedModel before TensorFlow sees it: a graph is a program, and some of TensorFlow's
 * operations read and write files or run code.
 *
 * <p>Every operation of the graph and of its functions must be on a list of those that only compute
 * and keep variables. Operations that save and restore variables may stand in the graph, but no
 * signature may reach one, and loading may only restore from the model's own files.
 */
final class SavedModelCheck {

  private static final int MAX_SIZE = 1 << 30;
  private static final long MAX_CONSTANTS = 64L << 20;

  private static final Set<String> COMPUTING = computing();
  private static final String RESTORING = "RestoreV2";
  private static final Set<String> SAVING = Set.of("SaveV2", "MergeV2Checkpoints");

  /** Makes a name for a file, and touches none; it needs no more trust than arithmetic. */
  private static final String NAMING = "ShardedFilename";

  private static final String INITIALIZING = "__saved_model_init_op";

  private final String place;
  private final MetaGraphDef meta;
  private final OpGraph graph;

  private SavedModelCheck(String place, MetaGraphDef meta) throws ModelFormatException {
    this.place = place;
    this.meta = meta;
    graph = OpGraph.of(place, meta.getGraphDef());
  }

  private static Set<String> computing() {
    try (InputStream in = SavedModelCheck.class.getResourceAsStream("saved_model_ops.txt")) {
      return new String(
              Objects.requireNonNull(in, "saved_model_ops.txt").readAllBytes(),
              StandardCharsets.US_ASCII)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks a folder.
   *
   * @throws ModelFormatException if it is no SavedModel, or one that needs trust
   */
  static void check(Path folder) throws IOException {
    for (String other : List.of("saved_model.cpb", "saved_model.pbtxt")) {
      if (Files.exists(folder.resolve(other))) {
        throw new ModelFormatException(folder.toString(), "saved_model.pb alone", "also " + other);
      }
    }
    Path file = folder.resolve("saved_model.pb");
    byte[] content = FileBytes.read(file, MAX_SIZE);
    org.tensorflow.proto.SavedModel model;
    try {
      model = org.tensorflow.proto.SavedModel.parseFrom(content);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          file.toString(), "a SavedModel", String.valueOf(e.getMessage()), e);
    }
    if (model.getMetaGraphsCount() == 0) {
      throw new ModelFormatException(file.toString(), "a SavedModel with a graph", "none");
    }
    for (MetaGraphDef each : model.getMetaGraphsList()) {
      new SavedModelCheck(file.toString(), each).check(content.length);
    }
    Path variables = SavedModel.variables(folder);
    if (TensorFlowCheckpoint.isOne(variables)) {
      TensorBundle.open(variables).requireSound();
    }
  }

  private ModelFormatException refused(String where, String expected, String found) {
    return new ModelFormatException(
        place + ": " + where, expected + ", unless its source is trusted", found);
  }

  private void check(int size) throws ModelFormatException {
    if (meta.getAssetFileDefCount() > 0) {
      throw refused("assets", "a model without files of its own", "assets");
    }
    requireKnown("graph", meta.getGraphDef().getNodeList());
    for (FunctionDef function : graph.functions().values()) {
      requireKnown("function " + function.getSignature().getName(), function.getNodeDefList());
    }
    requireSmallConstants(MAX_CONSTANTS + 4L * size);
    List<String> outputs = new ArrayList<>();
    List<String> loading = new ArrayList<>();
    for (Map.Entry<String, SignatureDef> entry : meta.getSignatureDefMap().entrySet()) {
      List<String> to = entry.getKey().equals(INITIALIZING) ? loading : outputs;
      entry.getValue().getOutputsMap().values().forEach(output -> to.add(output.getName()));
    }
    OpGraph.Reached run = graph.reached(outputs);
    for (NodeDef node : run.nodes()) {
      if (node.getOp().equals(RESTORING) || SAVING.contains(node.getOp())) {
        throw refused(
            node.getName(), "signatures that touch no file", "one that reaches " + node.getOp());
      }
    }
    checkLoading(loading);
  }

  private void requireKnown(String where, List<NodeDef> nodes) throws ModelFormatException {
    for (NodeDef node : nodes) {
      String op = node.getOp();
      boolean known =
          COMPUTING.contains(op)
              || SAVING.contains(op)
              || op.equals(NAMING)
              || op.equals(RESTORING)
              || graph.functions().containsKey(op);
      if (!known) {
        throw refused(where + ", node " + node.getName(), "operations that only compute", op);
      }
    }
  }

  /** What TensorFlow runs to load the model. */
  private void checkLoading(List<String> initializing) throws ModelFormatException {
    List<String> starts = new ArrayList<>(initializing);
    starts.add(meta.getSaverDef().getRestoreOpName());
    for (String key : List.of("saved_model_main_op", "legacy_init_op")) {
      if (meta.containsCollectionDef(key)) {
        starts.addAll(meta.getCollectionDefOrThrow(key).getNodeList().getValueList());
      }
    }
    String files = OpGraph.node(meta.getSaverDef().getFilenameTensorName());
    OpGraph.Reached loaded = graph.reached(starts);
    for (NodeDef node : loaded.nodes()) {
      if (SAVING.contains(node.getOp())) {
        throw refused(node.getName(), "loading that writes no file", node.getOp());
      }
    }
    for (NodeDef node : loaded.ofGraph()) {
      if (node.getOp().equals(RESTORING)) {
        requireOwnFiles(node, graph.origin(node, 0), files);
      }
      for (FunctionDef function : graph.called(node)) {
        for (NodeDef inner : function.getNodeDefList()) {
          if (inner.getOp().equals(RESTORING)) {
            int argument = OpGraph.argument(function, inner);
            requireOwnFiles(inner, argument < 0 ? "" : graph.origin(node, argument), files);
          }
        }
      }
    }
    for (FunctionDef function : loaded.inFunctions()) {
      if (function.getNodeDefList().stream().anyMatch(node -> node.getOp().equals(RESTORING))) {
        throw refused(
            "function " + function.getSignature().getName(),
            "variables restored by the graph's own calls",
            RESTORING + " in a function that a function calls");
      }
    }
  }

  private void requireOwnFiles(NodeDef node, String origin, String files)
      throws ModelFormatException {
    if (files.isEmpty() || !origin.equals(files)) {
      throw refused(
          node.getName(), "variables restored from the model's own files", "from " + origin);
    }
  }

  /** A constant may say in a few bytes that it has very many elements. */
  private void requireSmallConstants(long most) throws ModelFormatException {
    long total = 0;
    List<NodeDef> all = new ArrayList<>(meta.getGraphDef().getNodeList());
    graph.functions().values().forEach(function -> all.addAll(function.getNodeDefList()));
    for (NodeDef node : all) {
      for (AttrValue value : node.getAttrMap().values()) {
        total = Math.min(most + 1, total + (value.hasTensor() ? bytes(value.getTensor()) : 0));
      }
    }
    if (total > most) {
      throw refused("constants", "at most %d bytes".formatted(most), "more");
    }
  }

  private static long bytes(TensorProto tensor) {
    double bytes = Double.BYTES;
    for (TensorShapeProto.Dim size : tensor.getTensorShape().getDimList()) {
      bytes *= Math.max(0, size.getSize());
    }
    return (long) Math.min(bytes, 0x1p60);
  }
}
