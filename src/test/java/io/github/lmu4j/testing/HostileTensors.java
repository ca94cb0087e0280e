package io.github.lmu4j.testing;

import io.github.lmu4j.io.PyTorchFile;
import io.github.lmu4j.testing.HostileFile.Door;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** Sound files of tensors that are no LMU, and safetensors that are not sound. */
public final class HostileTensors {

  /** Headers, each before 24 bytes. */
  private static final List<String> HEADERS =
      List.of(
          entry("F32", "[2,3]", "[0,20]"),
          entry("F32", "[2,3]", "[4,28]"),
          entry("F32", "[2,3]", "[-24,0]"),
          entry("F32", "[2,3]", "[24,0]"),
          entry("F32", "[2,2]", "[0,16]"),
          entry("F32", "[-2,-3]", "[0,24]"),
          entry("F32", "[4611686018427387904,4]", "[0,24]"),
          entry("F32", "[9223372036854775807]", "[0,9223372036854775807]"),
          entry("F32", "[99999999999999999999]", "[0,24]"),
          entry("F32", "[1.5,4]", "[0,24]"),
          entry("F32", "6", "[0,24]"),
          entry("F32", "[6]", "[0,12,24]"),
          entry("F32", "[" + "1,".repeat(70) + "6]", "[0,24]"),
          entry("F8_E4M3", "[24]", "[0,24]"),
          entry("O", "[3]", "[0,24]"),
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[6]}}",
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},"
              + "\"b\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[8,24]}}",
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
              + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[16,24]}}",
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,24]},"
              + "\"a\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,24]}}",
          "{\"__metadata__\":{\"a\":1}}",
          "{\"__metadata__\":[]}",
          "{\"a\":" + "[".repeat(5_000),
          "{\"a\":0}",
          "{}",
          "{");

  private HostileTensors() {}

  private static String entry(String type, String shape, String offsets) {
    return "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
        .formatted(type, shape, offsets);
  }

  /** Safetensors that are not sound. */
  public static List<HostileFile> safetensors() {
    List<HostileFile> all = new ArrayList<>();
    for (String header : HEADERS) {
      String shown = header.substring(0, Math.min(header.length(), 80));
      all.add(safetensors("header " + shown, header.length(), header));
    }
    String sound = entry("F32", "[2,3]", "[0,24]");
    all.add(safetensors("no tensors of an LMU", sound.length(), sound));
    all.add(safetensors("a header longer than the file", 5_000, sound));
    all.add(safetensors("a header of 2 GiB", Integer.MAX_VALUE, sound));
    all.add(safetensors("a header of 2^63 bytes", Long.MAX_VALUE, sound));
    all.add(safetensors("a header of -1 bytes", -1, sound));
    all.add(safetensors("a header of 1 byte", 1, sound));
    return all;
  }

  private static HostileFile safetensors(String name, long length, String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] file =
        ByteBuffer.allocate(Long.BYTES + text.length + 24)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(length)
            .put(text)
            .array();
    return HostileFile.of("safetensors with " + name, Door.MODEL, file);
  }

  /** Sound files whose tensors are not those of an LMU or LMUFFT. */
  public static List<HostileFile> networks() {
    Map<String, Array> lmu = read("lmu");
    Map<String, Array> fft = read("lmufft");
    List<HostileFile> all = new ArrayList<>();
    for (String name : lmu.keySet()) {
      all.add(network("no " + name, without(lmu, name)));
      all.add(
          network(
              "another shape of " + name, with(lmu, name, Array.of(Shape.of(7), new float[7]))));
      all.add(network("whole numbers as " + name, with(lmu, name, ints(lmu, name))));
    }
    for (String name : fft.keySet()) {
      if (!name.equals("fft_H")) {
        all.add(network("no " + name, without(fft, name)));
      }
    }
    Array h = fft.getOrDefault("H", Array.of(Shape.of(1, 1), 0f));
    float[] other = h.toFloats();
    other[3] += 1;
    all.add(network("H of other matrices", with(fft, "H", Array.of(h.shape(), other))));
    all.add(
        network("a tensor more", with(lmu, "running_mean", Array.of(Shape.of(3), new float[3]))));
    Map<String, Array> two = new LinkedHashMap<>(lmu);
    lmu.forEach((name, array) -> two.put("second." + name, array));
    all.add(network("two LMUs", two));
    Map<String, Array> both = new LinkedHashMap<>(lmu);
    both.putAll(fft);
    all.add(network("an LMU and an LMUFFT", both));
    for (String prefix : List.of("../", "a b.", "a/b.", "\u00e9.", "^", "$(touch evil).", "-.")) {
      Map<String, Array> named = new LinkedHashMap<>();
      lmu.forEach((name, array) -> named.put(prefix + name, array));
      all.add(network("a module named " + prefix, named));
    }
    Array row = Array.of(Shape.of(2, 4), new float[8]);
    all.add(network("two linear layers", with(with(lmu, "a.weight", row), "b.weight", row)));
    all.add(network("a layer that does not fit", with(lmu, "a.weight", row.transposed())));
    Array a = lmu.getOrDefault("cell.A", Array.of(Shape.of(1, 1), 0f));
    float[] nan = a.toFloats();
    Arrays.fill(nan, Float.NaN);
    Map<String, Array> strange = with(lmu, "cell.A", Array.of(a.shape(), nan));
    all.add(
        new HostileFile(
            "A that is no number", Door.MODEL, Map.of(HostileFile.MAIN, file(strange)), true));
    return all;
  }

  private static Array ints(Map<String, Array> tensors, String name) {
    return tensors.getOrDefault(name, Array.of(Shape.of(1), 0f)).toInt32();
  }

  private static Map<String, Array> with(Map<String, Array> tensors, String name, Array array) {
    Map<String, Array> more = new LinkedHashMap<>(tensors);
    more.put(name, array);
    return more;
  }

  private static Map<String, Array> without(Map<String, Array> tensors, String name) {
    Map<String, Array> less = new LinkedHashMap<>(tensors);
    less.remove(name);
    return less;
  }

  private static HostileFile network(String name, Map<String, Array> tensors) {
    return HostileFile.of("PyTorch with " + name, Door.MODEL, file(tensors));
  }

  private static Map<String, Array> read(String fixture) {
    try {
      Map<String, Array> tensors =
          new LinkedHashMap<>(
              PyTorchFile.readTensors(Path.of("models/fixtures/pytorch", fixture, "model.pt")));
      // A writer of arrays would make real numbers of it, which is another file.
      tensors.remove("fft_H");
      return tensors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] file(Map<String, Array> tensors) {
    try {
      Path file = Files.createTempFile("tensors", ".pt");
      try {
        PyTorchFile.writeTensors(file, tensors);
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
