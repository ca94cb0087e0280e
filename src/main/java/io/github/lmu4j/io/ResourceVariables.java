package io.github.lmu4j.io;

import com.google.protobuf.ByteString;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.tensorflow.op.Operands;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VariableDef;

/**
 * The variables of a graph as TensorFlow 2 has them: a node for the handle, one that reads, and
 * those that save and restore all of them.
 */
final class ResourceVariables {

  private static final String READ = "/Read/ReadVariableOp";
  private static final String FILE = "save/filename";
  private static final String NAMES = "save/names";
  private static final String SLICES = "save/slices";
  private static final String SAVE = "save/save";
  private static final String SAVED = "save/saved";
  private static final String RESTORE = "save/restore";
  private static final String ASSIGN = "save/assign_";
  private static final String ALL = "save/restore_all";

  private final Weights values;
  private final List<String> names;

  /** Takes the variables' values by the names of their nodes. */
  ResourceVariables(Weights values) {
    this.values = values;
    names = List.copyOf(values.paths());
  }

  /** A node that computes with the variables' values, and may assign to one. */
  NodeDef reading(NodeDef node) {
    boolean assigns =
        node.getOp().equals("Assign") && values.paths().contains(OpGraph.node(node.getInput(0)));
    if (assigns) {
      String name = OpGraph.node(node.getInput(0));
      return node(node.getName(), "AssignVariableOp", node.getInputList())
          .putAttr("dtype", type(dataType(name)))
          .build();
    }
    NodeDef.Builder reading = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      if (values.paths().contains(OpGraph.node(node.getInput(i)))) {
        reading.setInput(i, OpGraph.node(node.getInput(i)) + READ);
      }
    }
    return reading.build();
  }

  /** The nodes of the variables themselves. */
  List<NodeDef> nodes() {
    List<NodeDef> nodes = new ArrayList<>();
    for (String name : names) {
      nodes.add(
          node(name, "VarHandleOp", List.of())
              .putAttr("dtype", type(dataType(name)))
              .putAttr("shape", AttrValue.newBuilder().setShape(shape(name)).build())
              .putAttr("shared_name", text(name))
              .putAttr("container", text(""))
              .build());
      nodes.add(
          node(name + READ, "ReadVariableOp", List.of(name))
              .putAttr("dtype", type(dataType(name)))
              .build());
    }
    nodes.add(
        node(FILE, "Placeholder", List.of())
            .putAttr("dtype", type(DataType.DT_STRING))
            .putAttr(
                "shape",
                AttrValue.newBuilder().setShape(TensorShapeProto.getDefaultInstance()).build())
            .build());
    nodes.add(strings(NAMES, names));
    nodes.add(strings(SLICES, Collections.nCopies(names.size(), "")));
    List<String> files = List.of(FILE, NAMES, SLICES);
    List<String> saved = new ArrayList<>(files);
    names.forEach(name -> saved.add(name + READ));
    nodes.add(node(SAVE, "SaveV2", saved).putAttr("dtypes", types()).build());
    nodes.add(
        node(SAVED, "Identity", List.of(FILE, "^" + SAVE))
            .putAttr("T", type(DataType.DT_STRING))
            .build());
    nodes.add(node(RESTORE, "RestoreV2", files).putAttr("dtypes", types()).build());
    List<String> assigned = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String value = RESTORE + ":" + i;
      nodes.add(
          node(ASSIGN + i, "AssignVariableOp", List.of(names.get(i), value))
              .putAttr("dtype", type(dataType(names.get(i))))
              .build());
      assigned.add("^" + ASSIGN + i);
    }
    nodes.add(node(ALL, "NoOp", assigned).build());
    return nodes;
  }

  /** How TensorFlow saves and restores them. */
  SaverDef saver() {
    return SaverDef.newBuilder()
        .setFilenameTensorName(FILE + ":0")
        .setSaveTensorName(SAVED + ":0")
        .setRestoreOpName(ALL)
        .setVersion(SaverDef.CheckpointFormatVersion.V2)
        .build();
  }

  /** What Python makes its own variables of; a restored value is the one they begin with. */
  List<VariableDef> variables(Set<String> trainable) {
    List<VariableDef> variables = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      variables.add(
          VariableDef.newBuilder()
              .setVariableName(name + ":0")
              .setInitializerName(ASSIGN + i)
              .setInitialValueName(RESTORE + ":" + i)
              .setSnapshotName(name + READ + ":0")
              .setIsResource(true)
              .setTrainable(trainable.contains(name))
              .build());
    }
    return variables;
  }

  private static NodeDef.Builder node(String name, String op, Collection<String> inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(inputs);
  }

  private static NodeDef strings(String name, List<String> texts) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_STRING);
    tensor.getTensorShapeBuilder().addDimBuilder().setSize(texts.size());
    texts.forEach(text -> tensor.addStringVal(ByteString.copyFromUtf8(text)));
    return node(name, "Const", List.of())
        .putAttr("dtype", type(DataType.DT_STRING))
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }

  private AttrValue types() {
    AttrValue.Builder types = AttrValue.newBuilder();
    names.forEach(name -> types.getListBuilder().addType(dataType(name)));
    return types.build();
  }

  private DataType dataType(String name) {
    return Operands.toDataType(values.get(name).type().tensorType());
  }

  private TensorShapeProto shape(String name) {
    return TensorBundleWriter.shape(values.get(name).shape());
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }
}
