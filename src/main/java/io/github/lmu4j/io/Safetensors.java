package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/**
 * Files of {@code safetensors}: a header of JSON, which gives every tensor its element type, shape
 * and range of bytes, and the bytes.
 *
 * <p>Read are the types {@code F16 BF16 F32 F64 C64 I8 I16 I32 I64 U8 BOOL}. The ranges must lie
 * one behind the other and fill the file, as the format has it.
 *
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">The format</a>
 */
public final class Safetensors {

  private static final int MAX_HEADER = 4 << 20;
  private static final int MAX_RANK = 64;
  private static final String METADATA = "__metadata__";

  /**
   * Where this library keeps which of A and B are learned, as a file sorts its tensors by itself.
   */
  private static final String LEARNED = "lmu4j.learned";

  private Safetensors() {}

  /**
   * Reads all tensors.
   *
   * @param file the file
   * @return array by name, in the header's order; complex numbers have a last axis of real and
   *     imaginary part
   * @throws ModelFormatException if it is no sound file of tensors of these types
   * @throws IOException if it cannot be read
   */
  public static Map<String, Array> readTensors(Path file) throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>();
    Map<String, Object> metadata = new LinkedHashMap<>();
    tensors(file, metadata).forEach((name, tensor) -> arrays.put(name, tensor.values()));
    return arrays;
  }

  /**
   * Reads an LMU or LMUFFT of PyTorch.
   *
   * @param file the file
   * @param sequences whether the model returns what every step gives, or the last alone; the file
   *     does not say
   * @return the model
   * @throws ModelFormatException if it is no such file, or the tensors are not those of such a
   *     network
   * @throws IOException if it cannot be read
   */
  public static LoadedModel read(Path file, boolean sequences) throws IOException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    TensorTable tensors = new TensorTable(file.toString(), tensors(file, metadata));
    Map<String, Object> notes = metadata.isEmpty() ? Map.of() : Map.of("metadata", metadata);
    return new PyTorchReader(tensors, sequences, false).read("safetensors", notes);
  }

  /** Whether a file begins like one: the length of a header, and a brace. */
  static boolean isOne(byte[] start) {
    if (start.length <= Long.BYTES || start[Long.BYTES] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 1 && length <= Integer.MAX_VALUE;
  }

  private record Range(String name, TorchType type, Shape shape, long begin, long end) {}

  private static Map<String, StoredTensor> tensors(Path file, Map<String, Object> metadata)
      throws IOException {
    String place = file.toString();
    byte[] bytes = FileBytes.read(file, Integer.MAX_VALUE - 64);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < Long.BYTES ? -1 : in.getLong();
    if (length < 2 || length > Math.min(MAX_HEADER, in.remaining())) {
      throw new ModelFormatException(
          place,
          "a header of 2 to %d bytes within the file".formatted(MAX_HEADER),
          length + " bytes");
    }
    byte[] header = new byte[(int) length];
    in.get(header);
    Json json = JsonReader.read(place, header);
    List<Range> ranges = new ArrayList<>();
    for (Map.Entry<String, Json> entry : json.members().entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        for (Map.Entry<String, Json> text : entry.getValue().members().entrySet()) {
          metadata.put(text.getKey(), text.getValue().text());
        }
      } else {
        ranges.add(range(entry.getKey(), entry.getValue()));
      }
    }
    requireFilled(place, ranges, in.remaining());
    Set<String> learned = Set.of(metadata.getOrDefault(LEARNED, "").toString().split(" ", -1));
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Range range : ranges) {
      int begin = in.position() + (int) range.begin;
      byte[] elements = Arrays.copyOfRange(bytes, begin, in.position() + (int) range.end);
      tensors.put(
          range.name,
          new StoredTensor(
              range.type, range.type.array(range.shape, elements), learned.contains(range.name)));
    }
    return tensors;
  }

  private static Range range(String name, Json entry) throws ModelFormatException {
    String code = entry.at("dtype").text();
    TorchType type =
        TorchType.ofSafetensors(code)
            .orElseThrow(() -> jsonUnlike(entry, "dtype", "a type of numbers that is known"));
    List<Json> offsets = entry.at("data_offsets").list();
    List<Json> sizes = entry.at("shape").list();
    if (offsets.size() != 2 || sizes.size() > MAX_RANK) {
      throw entry.unlike("two data_offsets, and a shape of at most " + MAX_RANK + " axes");
    }
    long[] shape = new long[sizes.size()];
    long bytes = type.bytes();
    try {
      for (int i = 0; i < shape.length; i++) {
        shape[i] = sizes.get(i).longInteger();
        if (shape[i] < 0) {
          throw sizes.get(i).unlike("a size of at least 0");
        }
        bytes = Math.multiplyExact(bytes, shape[i]);
      }
      long begin = offsets.get(0).longInteger();
      long end = offsets.get(1).longInteger();
      if (begin < 0 || Math.subtractExact(end, begin) != bytes) {
        throw entry.at("data_offsets").unlike("a range of %d bytes".formatted(bytes));
      }
      return new Range(name, type, Shape.of(shape), begin, end);
    } catch (ArithmeticException e) {
      throw entry.at("shape").unlike("a shape that fits in memory");
    }
  }

  private static ModelFormatException jsonUnlike(Json entry, String key, String expected) {
    try {
      return entry.at(key).unlike(expected);
    } catch (ModelFormatException e) {
      return e;
    }
  }

  /**
   * No gap and no overlap: each range begins where another ends, and the last at the file's end.
   */
  private static void requireFilled(String place, List<Range> ranges, long size)
      throws ModelFormatException {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(Range::begin).thenComparingLong(Range::end));
    long at = 0;
    for (Range range : sorted) {
      if (range.begin != at) {
        throw new ModelFormatException(
            place, "%s from byte %d on".formatted(range.name, at), "from byte " + range.begin);
      }
      at = range.end;
    }
    if (at != size) {
      throw new ModelFormatException(place, at + " bytes of tensors", size + " bytes");
    }
  }

  /**
   * Writes a model as an LMU or LMUFFT of PyTorch.
   *
   * @param file the file, replaced if it exists
   * @param loaded the model, of any format
   * @throws IllegalArgumentException if the model has something that these networks have not
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, LoadedModel loaded) throws IOException {
    Map<String, StoredTensor> tensors = PyTorchWriter.tensors(loaded);
    List<String> learned = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.parameter()) {
            learned.add(name);
          }
        });
    Map<String, String> metadata = new LinkedHashMap<>(Map.of("format", "pt"));
    if (!learned.isEmpty()) {
      metadata.put(LEARNED, String.join(" ", learned));
    }
    writeStored(file, tensors, metadata);
  }

  /**
   * Writes tensors.
   *
   * @param file the file, replaced if it exists
   * @param tensors array by name
   * @throws IOException if it cannot be written
   */
  public static void writeTensors(Path file, Map<String, Array> tensors) throws IOException {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, array) -> stored.put(name, StoredTensor.of(array)));
    writeStored(file, stored, Map.of("format", "pt"));
  }

  private static void writeStored(
      Path file, Map<String, StoredTensor> tensors, Map<String, String> metadata)
      throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put(METADATA, metadata);
    long at = 0;
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      StoredTensor tensor = entry.getValue();
      if (tensor.type().safetensors().isEmpty()) {
        throw new IllegalArgumentException(
            "safetensors has no type %s (got it as %s)"
                .formatted(tensor.type().torchName(), entry.getKey()));
      }
      long end = at + tensor.values().bytes().remaining();
      Map<String, Object> described = new LinkedHashMap<>();
      described.put("dtype", tensor.type().safetensors());
      described.put("shape", tensor.shape().asArray());
      described.put("data_offsets", new long[] {at, end});
      header.put(entry.getKey(), described);
      at = end;
    }
    // The header ends in spaces, so that the tensors begin at a multiple of 8.
    String json = JsonText.of(header);
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    AtomicFile.write(
        file,
        out -> {
          ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          out.write(length.putLong(padded.length).array());
          out.write(padded);
          for (StoredTensor tensor : tensors.values()) {
            ByteBuffer values = tensor.values().bytes();
            byte[] bytes = new byte[values.remaining()];
            values.get(bytes);
            out.write(bytes);
          }
        });
  }
}
