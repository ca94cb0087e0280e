package io.github.lmu4j.testing;

import io.github.lmu4j.testing.HostileFile.Door;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Arrays of NumPy and idx files that are not what they say. */
public final class HostileArrays {

  private static final byte[] PICKLE =
      "cos\nsystem\n(S'touch evil'\ntR.".getBytes(StandardCharsets.US_ASCII);

  /** Headers, each before 24 bytes of values. */
  private static final List<String> HEADERS =
      List.of(
          "{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }",
          "{'descr': '|O8', 'fortran_order': False, 'shape': (3,), }",
          "{'descr': '<U6', 'fortran_order': False, 'shape': (1,), }",
          "{'descr': '|S24', 'fortran_order': False, 'shape': (1,), }",
          "{'descr': '|V24', 'fortran_order': False, 'shape': (1,), }",
          "{'descr': '<M8', 'fortran_order': False, 'shape': (3,), }",
          "{'descr': '<c8', 'fortran_order': False, 'shape': (3,), }",
          "{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }",
          "{'descr': '<f3', 'fortran_order': False, 'shape': (8,), }",
          "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,), }",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 3), }",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (-3, -2), }",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807,), }",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 1L, 0x1), }",
          "{'descr': '<f4', 'fortran_order': False, 'shape': 6, }",
          "{'descr': '<f4', 'fortran_order': 'False', 'shape': (6,), }",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'evil': __import__('os')}",
          "{'descr': '<f4', 'fortran_order': False}",
          "__import__('os').system('touch evil')",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1, ".repeat(5_000) + "6), }",
          "");

  private HostileArrays() {}

  /** All of NumPy's. */
  public static List<HostileFile> all() {
    List<HostileFile> all = new ArrayList<>();
    for (String header : HEADERS) {
      String shown = header.substring(0, Math.min(header.length(), 80));
      all.add(HostileFile.of("npy of header " + shown, Door.NPY, npy(1, header, new byte[24])));
    }
    String floats = "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }";
    all.add(HostileFile.of("npy of version 9", Door.NPY, npy(9, floats, new byte[24])));
    all.add(HostileFile.of("npy of version 0", Door.NPY, npy(0, floats, new byte[24])));
    all.add(HostileFile.of("npy with more behind it", Door.NPY, npy(1, floats, new byte[25])));
    all.add(HostileFile.of("pickle", Door.NPY, PICKLE));
    byte[] header = npy(2, floats, new byte[24]);
    header[11] = 127;
    all.add(HostileFile.of("npy with a header of 2 GiB", Door.NPY, header));
    byte[] objects = npy(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", PICKLE);
    all.add(npz("an array of objects", Map.of("x.npy", objects)));
    all.add(npz("a pickle", Map.of("x.npy", PICKLE)));
    all.add(npz("something else", Map.of("x.txt", PICKLE)));
    all.add(npz("an npz", Map.of("x.npy", HostileZips.pack(Map.of("x.npy", objects)))));
    all.add(npz("a name that climbs", Map.of("../x.npy", npy(1, floats, new byte[24]))));
    return all;
  }

  /** Idx files. */
  public static List<HostileFile> idx() {
    List<HostileFile> all = new ArrayList<>();
    all.add(idx("a billion images", IdxBytes.of(0x803, new int[] {1 << 30, 28, 28}, 784, 256)));
    all.add(idx("a negative count", IdxBytes.of(0x803, new int[] {-1, 28, 28}, 784, 256)));
    all.add(idx("other axes", IdxBytes.of(0x803, new int[] {1, 28, 29}, 784, 256)));
    all.add(idx("floats", IdxBytes.of(0xd03, new int[] {1, 28, 28}, 784 * 4, 256)));
    all.add(idx("labels", IdxBytes.labels(5)));
    all.add(idx("more behind it", IdxBytes.of(0x803, new int[] {1, 28, 28}, 785, 256)));
    all.add(idx("a bomb of gzip", IdxBytes.gzip(new byte[32 << 20])));
    return all;
  }

  private static HostileFile idx(String name, byte[] content) {
    return HostileFile.of("idx with " + name, Door.IDX, content);
  }

  private static HostileFile npz(String name, Map<String, byte[]> entries) {
    return HostileFile.of("npz with " + name, Door.NPZ, HostileZips.pack(entries));
  }

  private static byte[] npy(int version, String header, byte[] values) {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(12 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) version).put((byte) 0);
    if (version == 2) {
      out.putInt(text.length);
    } else {
      out.putShort((short) text.length);
    }
    byte[] file = new byte[out.position() + text.length + values.length];
    System.arraycopy(out.array(), 0, file, 0, out.position());
    System.arraycopy(text, 0, file, out.position(), text.length);
    System.arraycopy(values, 0, file, out.position() + text.length, values.length);
    return file;
  }
}
