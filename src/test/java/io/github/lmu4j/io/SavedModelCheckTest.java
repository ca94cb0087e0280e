package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

class SavedModelCheckTest {

  @TempDir Path folder;

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(op)
        .addAllInput(java.util.List.of(inputs))
        .build();
  }

  private static NodeDef call(String name, String function, String... inputs) {
    AttrValue f =
        AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(function)).build();
    return node(name, "StatefulPartitionedCall", inputs).toBuilder().putAttr("f", f).build();
  }

  private static FunctionDef function(String name, String argument, NodeDef... nodes) {
    OpDef signature =
        OpDef.newBuilder()
            .setName(name)
            .addInputArg(OpDef.ArgDef.newBuilder().setName(argument))
            .build();
    return FunctionDef.newBuilder()
        .setSignature(signature)
        .addAllNodeDef(java.util.List.of(nodes))
        .build();
  }

  /** A model with an output y, that restores its variables as Keras' do. */
  private static MetaGraphDef.Builder model() {
    GraphDef.Builder graph =
        GraphDef.newBuilder()
            .addNode(node("x", "Placeholder"))
            .addNode(node("y", "Relu", "x"))
            .addNode(node("saver_filename", "Placeholder"))
            .addNode(call("restored", "restore", "saver_filename"))
            .addNode(call("saved", "save", "saver_filename"));
    graph
        .getLibraryBuilder()
        .addFunction(
            function(
                "restore", "file_prefix", node("RestoreV2", "RestoreV2", "file_prefix", "names")))
        .addFunction(
            function("save", "file_prefix", node("SaveV2", "SaveV2", "file_prefix", "names")));
    return MetaGraphDef.newBuilder()
        .setGraphDef(graph)
        .setSaverDef(
            SaverDef.newBuilder()
                .setFilenameTensorName("saver_filename:0")
                .setRestoreOpName("restored"))
        .putSignatureDef(
            "serving_default",
            SignatureDef.newBuilder()
                .putOutputs("y", TensorInfo.newBuilder().setName("y:0").build())
                .build());
  }

  private void check(Consumer<MetaGraphDef.Builder> change) throws IOException {
    MetaGraphDef.Builder meta = model();
    change.accept(meta);
    Files.write(
        folder.resolve("saved_model.pb"),
        org.tensorflow.proto.SavedModel.newBuilder().addMetaGraphs(meta).build().toByteArray());
    SavedModelCheck.check(folder);
  }

  private void requireRefused(String reason, Consumer<MetaGraphDef.Builder> change) {
    assertThatThrownBy(() -> check(change))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(reason)
        .hasMessageContaining("unless its source is trusted");
  }

  private static void add(MetaGraphDef.Builder meta, NodeDef node) {
    meta.getGraphDefBuilder().addNode(node);
  }

  private static void addFunction(MetaGraphDef.Builder meta, FunctionDef function) {
    meta.getGraphDefBuilder().getLibraryBuilder().addFunction(function);
  }

  @Test
  void modelThatRestoresItsVariablesPasses() {
    assertThatCode(() -> check(meta -> {})).doesNotThrowAnyException();
  }

  @Test
  void operationsThatTouchFilesAreRefused() {
    for (String op :
        new String[] {
          "ReadFile", "WriteFile", "PyFunc", "MatchingFiles", "TFRecordDataset", "NotThere"
        }) {
      requireRefused(
          "node evil: expected operations that only compute, unless",
          meta -> add(meta, node("evil", op)));
      requireRefused(op, meta -> addFunction(meta, function("f", "a", node("evil", op))));
    }
  }

  @Test
  void signatureThatSavesIsRefused() {
    requireRefused(
        "one that reaches SaveV2",
        meta -> {
          add(meta, call("z", "save", "x"));
          add(meta, node("out", "Identity", "x", "^z"));
          meta.putSignatureDef(
              "other",
              SignatureDef.newBuilder()
                  .putOutputs("out", TensorInfo.newBuilder().setName("out:0").build())
                  .build());
        });
  }

  @Test
  void signatureThatSavesInFunctionOfFunctionIsRefused() {
    requireRefused(
        "one that reaches SaveV2",
        meta -> {
          addFunction(meta, function("outer", "a", call("inner", "save", "a")));
          meta.getGraphDefBuilder().getNodeBuilder(1).addInput("^z");
          add(meta, call("z", "outer", "x"));
        });
  }

  @Test
  void loadingThatSavesIsRefused() {
    requireRefused(
        "loading that writes no file", meta -> meta.getSaverDefBuilder().setRestoreOpName("saved"));
  }

  @Test
  void loadingFromOtherFilesIsRefused() {
    requireRefused(
        "the model's own files",
        meta -> {
          add(meta, node("path", "Const"));
          meta.getGraphDefBuilder().getNodeBuilder(3).setInput(0, "path");
        });
    requireRefused(
        "the model's own files",
        meta ->
            meta.getGraphDefBuilder()
                .getLibraryBuilder()
                .getFunctionBuilder(0)
                .addNodeDef(node("path", "Const"))
                .getNodeDefBuilder(0)
                .setInput(0, "path:output:0"));
  }

  @Test
  void functionNamedLikeAnOperationIsItsBody() {
    requireRefused(
        "one that reaches SaveV2",
        meta -> addFunction(meta, function("Relu", "a", node("s", "SaveV2", "a"))));
  }

  @Test
  void hugeConstantIsRefused() {
    TensorProto huge =
        TensorProto.newBuilder()
            .setTensorShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 40)))
            .build();
    requireRefused(
        "constants",
        meta ->
            add(
                meta,
                node("c", "Const").toBuilder()
                    .putAttr("value", AttrValue.newBuilder().setTensor(huge).build())
                    .build()));
  }

  @Test
  void otherFormsOfTheGraphAreRefused() throws IOException {
    Files.writeString(folder.resolve("saved_model.pbtxt"), "");
    assertThatThrownBy(() -> check(meta -> {}))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("saved_model.pbtxt");
    assertThat(folder.resolve("variables")).doesNotExist();
  }
}
