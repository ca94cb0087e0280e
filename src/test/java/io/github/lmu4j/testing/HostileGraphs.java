package io.github.lmu4j.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.lmu4j.testing.HostileFile.Door;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** SavedModels whose graph could do more than compute. */
public final class HostileGraphs {

  private static final String GRAPH = HostileFile.MAIN + "/saved_model.pb";

  /** Operations that touch files, the network, Python, processes or devices of their own. */
  private static final List<String> OPERATIONS =
      List.of(
          "ReadFile",
          "WriteFile",
          "PyFunc",
          "EagerPyFunc",
          "MatchingFiles",
          "TFRecordDataset",
          "TextLineDataset",
          "FixedLengthRecordReaderV2",
          "WholeFileReaderV2",
          "LookupTableImportV2",
          "InitializeTableFromTextFileV2",
          "CollectiveReduceV2",
          "_Send",
          "RpcServerStart",
          "PrintV2",
          "SaveSlices",
          "Restore",
          "DebugIdentityV2",
          "XlaHostCompute",
          "NotAnOperation");

  private HostileGraphs() {}

  /** All of them, made from the folder of a sound SavedModel. */
  public static List<HostileFile> of(Map<String, byte[]> good) {
    List<HostileFile> all = new ArrayList<>();
    for (String op : OPERATIONS) {
      all.add(file(good, op, meta -> meta.getGraphDefBuilder().addNode(node("evil", op))));
      all.add(
          file(
              good,
              op + " in a function",
              meta ->
                  meta.getGraphDefBuilder()
                      .getLibraryBuilder()
                      .addFunction(
                          FunctionDef.newBuilder()
                              .setSignature(OpDef.newBuilder().setName("evil"))
                              .addNodeDef(node("evil", op)))));
    }
    all.add(
        file(
            good,
            "a signature that saves",
            meta -> {
              meta.getGraphDefBuilder().addNode(node("evil", "SaveV2"));
              meta.getSignatureDefOrThrow("serving_default");
              meta.putSignatureDef(
                  "evil",
                  meta.getSignatureDefOrThrow("serving_default").toBuilder()
                      .putOutputs("y", TensorInfo.newBuilder().setName("evil:0").build())
                      .build());
            }));
    all.add(
        file(
            good,
            "an asset",
            meta -> meta.addAssetFileDef(AssetFileDef.newBuilder().setFilename("../x"))));
    all.add(
        file(
            good,
            "two nodes of a name",
            meta -> meta.getGraphDefBuilder().addNode(meta.getGraphDefBuilder().getNode(0))));
    all.add(
        file(
            good,
            "a constant of 2^60 elements",
            meta ->
                meta.getGraphDefBuilder()
                    .addNode(
                        node("evil", "Const").toBuilder()
                            .putAttr("value", AttrValue.newBuilder().setTensor(huge()).build()))));
    all.add(folder("no graph", with(good, GRAPH, SavedModel.getDefaultInstance().toByteArray())));
    all.add(folder("other bytes", with(good, GRAPH, new byte[] {1, 2, 3, 4})));
    all.add(
        folder(
            "a second form of itself",
            with(good, HostileFile.MAIN + "/saved_model.pbtxt", new byte[9])));
    all.add(
        folder("parts elsewhere", with(good, HostileFile.MAIN + "/saved_model.cpb", new byte[9])));
    return all;
  }

  private static NodeDef node(String name, String op) {
    return NodeDef.newBuilder().setName(name).setOp(op).build();
  }

  private static TensorProto huge() {
    return TensorProto.newBuilder()
        .setTensorShape(
            TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 30))
                .addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 30)))
        .build();
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String path, byte[] content) {
    Map<String, byte[]> more = new TreeMap<>(files);
    more.put(path, content);
    return more;
  }

  private static HostileFile folder(String name, Map<String, byte[]> files) {
    return HostileFile.of("SavedModel with " + name, Door.GRAPH, files);
  }

  private static HostileFile file(
      Map<String, byte[]> good, String name, Consumer<MetaGraphDef.Builder> change) {
    try {
      SavedModel.Builder model =
          SavedModel.parseFrom(good.getOrDefault(GRAPH, new byte[0])).toBuilder();
      change.accept(model.getMetaGraphsBuilder(0));
      return folder(name, with(good, GRAPH, model.build().toByteArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }
}
