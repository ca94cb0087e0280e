package io.github.lmu4j.io;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.github.lmu4j.ops.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A SavedModel folder of Keras 2, rebuilt as a model that can be trained: {@code keras_metadata.pb}
 * holds the configuration, {@code variables} the weights.
 */
final class KerasSavedModel {

  private static final int MAX_METADATA = 64 << 20;

  /** Fields of Keras' messages SavedMetadata and SavedObject. */
  private static final int NODES = 1;

  private static final int NODE_PATH = 3;
  private static final int METADATA = 5;

  private KerasSavedModel() {}

  /** Tells a SavedModel that holds the configuration of a model of Keras 2. */
  static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve("keras_metadata.pb"));
  }

  static LoadedModel read(Path folder, Precision precision) throws IOException {
    Path file = folder.resolve("keras_metadata.pb");
    if (!isOne(folder)) {
      throw new ModelFormatException(
          folder.toString(),
          "a SavedModel of Keras 2, with keras_metadata.pb; others run as they are",
          "none");
    }
    Json root = root(file.toString(), FileBytes.read(file, MAX_METADATA));
    KerasConfig config = KerasConfig.read(root.at("model_config"), KerasVersion.KERAS2, precision);
    Path variables = SavedModel.variables(folder);
    if (!TensorFlowCheckpoint.isOne(variables)) {
      throw new ModelFormatException(folder.toString(), "a checkpoint variables/variables", "none");
    }
    return new LoadedModel(
        config,
        TensorFlowCheckpoint.read(variables, config),
        "Keras SavedModel",
        Optional.of(root.find("keras_version").isPresent() ? root.at("keras_version").text() : "2"),
        Optional.empty());
  }

  /** The metadata of the object at the root. */
  private static Json root(String place, byte[] content) throws IOException {
    Optional<String> root = Optional.empty();
    try {
      CodedInputStream in = CodedInputStream.newInstance(content);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) != NODES) {
          in.skipField(tag);
          continue;
        }
        CodedInputStream node = CodedInputStream.newInstance(in.readByteArray());
        String path = "";
        String metadata = "";
        for (int field = node.readTag(); field != 0; field = node.readTag()) {
          switch (WireFormat.getTagFieldNumber(field)) {
            case NODE_PATH -> path = node.readString();
            case METADATA -> metadata = node.readString();
            default -> node.skipField(field);
          }
        }
        // Read on: a file that is cut short behind the root is damaged too.
        if (path.equals("root") && root.isEmpty()) {
          root = Optional.of(metadata);
        }
      }
    } catch (IOException e) {
      throw new ModelFormatException(place, "metadata of Keras", String.valueOf(e.getMessage()), e);
    }
    if (root.isEmpty()) {
      throw new ModelFormatException(place, "metadata of an object root", "none");
    }
    return JsonReader.read(place + ": root", root.get());
  }
}
