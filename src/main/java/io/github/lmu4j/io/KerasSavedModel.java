package io.github.lmu4j.io;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  static LoadedModel read(Path folder) throws IOException {
    Path file = folder.resolve("keras_metadata.pb");
    if (!Files.isRegularFile(file)) {
      throw new ModelFormatException(
          folder.toString(),
          "a SavedModel of Keras 2, with keras_metadata.pb; others run as they are",
          "none");
    }
    if (Files.size(file) > MAX_METADATA) {
      throw new ModelFormatException(
          file.toString(), "at most " + MAX_METADATA + " bytes", Files.size(file) + " bytes");
    }
    Json root = root(file.toString(), Files.readAllBytes(file));
    KerasConfig config = KerasConfig.read(root.at("model_config"), KerasVersion.KERAS2);
    Path variables = folder.resolve("variables").resolve("variables");
    if (!TensorFlowCheckpoint.isOne(variables)) {
      throw new ModelFormatException(folder.toString(), "a checkpoint variables/variables", "none");
    }
    return new LoadedModel(
        config.model(),
        TensorFlowCheckpoint.read(variables, config),
        config.type(),
        "Keras 2 SavedModel");
  }

  /** The metadata of the object at the root. */
  private static Json root(String place, byte[] content) throws IOException {
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
        if (path.equals("root")) {
          return JsonReader.read(place + ": root", metadata);
        }
      }
    } catch (ModelFormatException e) {
      throw e;
    } catch (IOException e) {
      throw new ModelFormatException(place, "metadata of Keras", String.valueOf(e.getMessage()), e);
    }
    throw new ModelFormatException(place, "metadata of an object root", "none");
  }
}
