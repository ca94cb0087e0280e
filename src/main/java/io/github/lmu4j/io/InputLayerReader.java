package io.github.lmu4j.io;

import io.github.lmu4j.model.Input;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/** Reads {@code InputLayer}, whose shape every version of Keras spells in its own way. */
final class InputLayerReader {

  private static final Set<String> TYPES =
      Set.of("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool");

  private InputLayerReader() {}

  static Input read(Json item, LayerReader layers) throws ModelFormatException {
    KerasObject object = KerasObject.of(item);
    Arguments arguments = new Arguments(object, layers);
    String name = arguments.required("name").text();
    Input input = new Input(name, shape(arguments), batchSize(arguments));
    Optional<Json> type = arguments.optional("dtype");
    if (type.isPresent() && !TYPES.contains(type.get().text())) {
      throw type.get().unlike("a dtype among " + TYPES);
    }
    arguments.requireFalse("sparse");
    arguments.requireFalse("ragged");
    arguments.requireFalse("optional");
    arguments.requireNull("type_spec");
    arguments.requireAllTaken();
    return input;
  }

  private static Shape shape(Arguments arguments) throws ModelFormatException {
    for (String key : List.of("batch_shape", "batch_input_shape")) {
      if (arguments.has(key)) {
        return withoutBatch(arguments.required(key));
      }
    }
    return shape(arguments.required("shape").list());
  }

  /** The number of examples, which layers that keep their states want to know. */
  private static long batchSize(Arguments arguments) throws ModelFormatException {
    for (String key : List.of("batch_shape", "batch_input_shape")) {
      if (arguments.has(key)) {
        Json batch = arguments.required(key).list().get(0);
        return batch.isNull() ? Shape.UNKNOWN_SIZE : batch.integer();
      }
    }
    return Shape.UNKNOWN_SIZE;
  }

  /** The shape of one example. */
  static Shape withoutBatch(Json shape) throws ModelFormatException {
    List<Json> sizes = shape.list();
    if (sizes.isEmpty()) {
      throw shape.unlike("a shape that begins with the batch");
    }
    return shape(sizes.subList(1, sizes.size()));
  }

  private static Shape shape(List<Json> list) throws ModelFormatException {
    long[] sizes = new long[list.size()];
    for (int i = 0; i < sizes.length; i++) {
      Json size = list.get(i);
      sizes[i] = size.isNull() ? Shape.UNKNOWN_SIZE : size.integer();
      if (sizes[i] < 0 && !size.isNull()) {
        throw size.unlike("a size of 0 or more, or null");
      }
    }
    return Shape.of(sizes);
  }
}
