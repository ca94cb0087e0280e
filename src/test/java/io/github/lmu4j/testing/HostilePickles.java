package io.github.lmu4j.testing;

import io.github.lmu4j.testing.HostileFile.Door;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of PyTorch that would run something, take all memory, or are not what they say. */
public final class HostilePickles {

  private static final long[] SIZES = {2, 3};
  private static final long[] STRIDES = {3, 1};

  private HostilePickles() {}

  /** All of them. */
  public static List<HostileFile> all() {
    List<HostileFile> all = new ArrayList<>();
    all.addAll(names());
    all.addAll(instructions());
    all.addAll(tensors());
    all.addAll(bombs());
    all.addAll(archives());
    return all;
  }

  private static HostileFile file(String name, PickleBytes pickle) {
    return file(name, pickle.file(24));
  }

  private static HostileFile file(String name, byte[] content) {
    return HostileFile.of("PyTorch with " + name, Door.MODEL, content);
  }

  /** Calls of what is not known, and of what is known with wrong arguments. */
  private static List<HostileFile> names() {
    List<HostileFile> all = new ArrayList<>();
    for (String[] name :
        new String[][] {
          {"os", "system"},
          {"posix", "system"},
          {"nt", "system"},
          {"builtins", "eval"},
          {"builtins", "exec"},
          {"__builtin__", "getattr"},
          {"builtins", "__import__"},
          {"subprocess", "Popen"},
          {"webbrowser", "open"},
          {"runpy", "run_path"},
          {"operator", "attrgetter"},
          {"torch", "load"},
          {"torch.storage", "_load_from_bytes"},
          {"torch.hub", "load"},
          {"torch._utils", "_rebuild_sparse_tensor"},
          {"numpy.core.multiarray", "_reconstruct"},
          {"collections", "OrderedDict\u0000"},
          {"__main__", "Network"}
        }) {
      all.add(
          file(
              "a call of " + name[0] + "." + name[1].replace('\0', '0'),
              PickleBytes.begin().global(name[0], name[1]).text("touch evil").raw(0x85).ops("R.")));
    }
    all.add(
        file(
            "a storage that is called",
            PickleBytes.begin().global("torch", "FloatStorage").number(3).raw(0x85).ops("R.")));
    all.add(
        file(
            "a dictionary made of a text",
            PickleBytes.begin()
                .global("collections", "OrderedDict")
                .text("x")
                .raw(0x85)
                .ops("R.")));
    all.add(
        file(
            "a tensor made of a text",
            PickleBytes.begin()
                .global("torch._utils", "_rebuild_tensor_v2")
                .text("x")
                .raw(0x85)
                .ops("R.")));
    all.add(
        file(
            "a parameter made of nothing",
            PickleBytes.begin().global("torch._utils", "_rebuild_parameter").ops(")R.")));
    all.add(file("a text that is called", PickleBytes.begin().text("x").ops(")R.")));
    all.add(
        file("a name without end", PickleBytes.begin().ops("c" + "os.".repeat(5_000) + "\nx\n.")));
    all.add(
        file("a storage of another kind", PickleBytes.begin().text("evil").raw(0x85).ops("Q.")));
    return all;
  }

  /** Instructions that plain values and tensors do not need, or that have nothing to work on. */
  private static List<HostileFile> instructions() {
    Map<String, PickleBytes> pickles = new LinkedHashMap<>();
    pickles.put("INST", PickleBytes.begin().ops("(S'touch evil'\nios\nsystem\n."));
    pickles.put("OBJ", PickleBytes.begin().ops("(").global("torch", "Size").ops("o."));
    pickles.put("PERSID", PickleBytes.begin().ops("Pevil\n."));
    pickles.put("EXT1", PickleBytes.begin().raw(0x82, 1).ops("."));
    pickles.put("EXT2", PickleBytes.begin().raw(0x83, 1, 0).ops("."));
    pickles.put("EXT4", PickleBytes.begin().raw(0x84, 1, 0, 0, 0).ops("."));
    pickles.put("NEWOBJ", PickleBytes.begin().global("torch", "Size").ops(")").raw(0x81).ops("."));
    pickles.put("STACK_GLOBAL", PickleBytes.begin().text("os").text("system").raw(0x93).ops("."));
    pickles.put("protocol 4", PickleBytes.part().raw(0x80, 4).ops("N."));
    pickles.put("BYTEARRAY8", PickleBytes.begin().raw(0x96, -1, -1, -1, -1, -1, -1, -1, 127));
    pickles.put("NEXT_BUFFER", PickleBytes.begin().raw(0x97).ops("."));
    pickles.put("DUP", PickleBytes.begin().ops("N2."));
    pickles.put("GET", PickleBytes.begin().ops("Np0\ng0\n."));
    pickles.put("a byte that is no instruction", PickleBytes.begin().raw(0xff).ops("."));
    pickles.put("BUILD of a text", PickleBytes.begin().text("x").ops("Nb."));
    pickles.put("no STOP", PickleBytes.begin().ops("N"));
    pickles.put("nothing before STOP", PickleBytes.begin().ops("."));
    pickles.put("nothing to put into the memo", PickleBytes.begin().raw('q', 0).ops("N."));
    pickles.put("a memo that is empty", PickleBytes.begin().raw('h', 0).ops("."));
    pickles.put("TUPLE without MARK", PickleBytes.begin().ops("Nt."));
    pickles.put("TUPLE3 of a value below a mark", PickleBytes.begin().ops("NN(N").raw(0x87));
    pickles.put("a key without value", PickleBytes.begin().ops("}(").text("x").ops("u."));
    pickles.put("items for a list", PickleBytes.begin().ops("](").text("x").ops("Nu."));
    pickles.put("an item for a dictionary", PickleBytes.begin().ops("}Na."));
    pickles.put("a list as key", PickleBytes.begin().ops("}]Ns."));
    pickles.put("a text of 4 GiB", PickleBytes.begin().raw('X', -1, -1, -1, -1).ops("."));
    pickles.put("a text of other bytes", PickleBytes.begin().raw('X', 1, 0, 0, 0, 0xc0).ops("."));
    pickles.put("a number cut short", PickleBytes.begin().raw(0x8a, 200, 1));
    pickles.put("no bytes", PickleBytes.part());
    pickles.put("a number alone", PickleBytes.begin().number(3).ops("."));
    List<HostileFile> all = new ArrayList<>();
    pickles.forEach((name, pickle) -> all.add(file(name, pickle)));
    return all;
  }

  private static PickleBytes floats(long elements) {
    return PickleBytes.part().storage("FloatStorage", "0", elements);
  }

  private static HostileFile tensor(
      String name, PickleBytes storage, long offset, long[] sizes, long... strides) {
    PickleBytes pickle = PickleBytes.begin().ops("}").text("cell.e_x");
    return file(name, pickle.tensor(storage, offset, sizes, strides).ops("s."));
  }

  /** Tensors that are not in their storage. */
  private static List<HostileFile> tensors() {
    long huge = Long.MAX_VALUE;
    List<HostileFile> all = new ArrayList<>();
    all.add(tensor("a storage shorter than its shape", floats(5), 0, SIZES, STRIDES));
    all.add(tensor("a storage shorter than it says", floats(7), 0, new long[] {7}, 1));
    all.add(tensor("a storage longer than it says", floats(3), 0, new long[] {3}, 1));
    all.add(tensor("a stride outside of the storage", floats(6), 0, SIZES, 4, 1));
    all.add(tensor("an offset outside of the storage", floats(6), 1, SIZES, STRIDES));
    all.add(tensor("a negative offset", floats(6), -1, SIZES, STRIDES));
    all.add(tensor("a negative stride", floats(6), 5, SIZES, -3, -1));
    all.add(tensor("a negative size", floats(6), 0, new long[] {-2, -3}, STRIDES));
    all.add(tensor("elements that overlap", floats(6), 0, SIZES, 1, 1));
    all.add(tensor("one element a billion times", floats(6), 0, new long[] {1 << 30}, 0));
    all.add(tensor("sizes beyond 64 bits", floats(huge), 0, new long[] {huge, huge}, huge, 1));
    all.add(tensor("strides beyond 64 bits", floats(6), 0, SIZES, huge, huge));
    all.add(tensor("an offset beyond 64 bits", floats(huge), huge, SIZES, STRIDES));
    all.add(tensor("more sizes than strides", floats(6), 0, SIZES, 1));
    all.add(tensor("65 axes", floats(6), 0, new long[65], new long[65]));
    all.add(tensor("a storage of 2^63 elements", floats(huge), 0, SIZES, STRIDES));
    all.add(tensor("a storage of -6 elements", floats(-6), 0, new long[] {0}, 1));
    for (String key : List.of("1", "../../evil", "/etc/passwd", "")) {
      PickleBytes storage = PickleBytes.part().storage("FloatStorage", key, 6);
      all.add(tensor("a storage named '" + key + "'", storage, 0, SIZES, STRIDES));
    }
    PickleBytes other = PickleBytes.part().storage("QInt8Storage", "0", 24);
    all.add(tensor("a storage of quantized numbers", other, 0, SIZES, STRIDES));
    PickleBytes pickle =
        PickleBytes.begin().ops("}(").text("a").tensor(floats(6), 0, SIZES, STRIDES);
    PickleBytes longs = PickleBytes.part().storage("LongStorage", "0", 3);
    all.add(
        file(
            "one storage of two types",
            pickle.text("b").tensor(longs, 0, new long[] {3}, new long[] {1}).ops("u.")));
    return all;
  }

  /** Little that would become much. */
  private static List<HostileFile> bombs() {
    List<HostileFile> all = new ArrayList<>();
    all.add(file("2,000 marks", PickleBytes.begin().ops("(".repeat(2_000) + "N.")));
    all.add(
        file(
            "lists nested 100,000 deep",
            PickleBytes.begin().ops("]".repeat(100_000)).ops("a".repeat(99_999) + ".")));
    all.add(file("3 million lists", PickleBytes.begin().ops("](" + "]".repeat(3_000_000) + "e.")));
    all.add(file("a pickle of 5 MiB", PickleBytes.begin().ops("N".repeat(5 << 20) + ".")));
    PickleBytes laughs = PickleBytes.begin().ops("]").raw('q', 0);
    for (int level = 1; level < 25; level++) {
      laughs.ops("](").raw('h', level - 1, 'h', level - 1, 'h', level - 1, 'e', 'q', level);
    }
    all.add(file("a memo that grows by threes", laughs.ops(".")));
    all.add(file("a list in itself", PickleBytes.begin().ops("]").raw('q', 0, 'h', 0).ops("a.")));
    all.add(
        file(
            "a dictionary in itself",
            PickleBytes.begin().ops("}").raw('q', 0).text("x").raw('h', 0).ops("s.")));
    PickleBytes shared = PickleBytes.begin().ops("}(").text("first");
    shared.tensor(
        PickleBytes.part().storage("ByteStorage", "0", 4 << 20),
        0,
        new long[] {4 << 20},
        new long[] {1});
    shared.raw('q', 0);
    for (int i = 0; i < 200; i++) {
      shared.text("t" + i).raw('h', 0);
    }
    all.add(file("one storage for 200 tensors", shared.ops("u.").file(4 << 20)));
    PickleBytes keys = PickleBytes.begin().ops("}(");
    for (int i = 0; i < 1 << 13; i++) {
      StringBuilder key = new StringBuilder();
      for (int bit = 0; bit < 13; bit++) {
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      keys.text(key.toString()).ops("N");
    }
    all.add(file("8,192 keys of one hash", keys.ops("u.")));
    return all;
  }

  /** Archives that are not what PyTorch writes. */
  private static List<HostileFile> archives() {
    PickleBytes sound =
        PickleBytes.begin().ops("}").text("w").tensor(floats(6), 0, SIZES, STRIDES).ops("s.");
    List<HostileFile> all = new ArrayList<>();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("archive/data.pkl", sound.bytes());
    entries.put("archive/data/0", new byte[24]);
    all.add(file("no tensors of an LMU", HostileZips.pack(entries)));
    entries.put("archive/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
    all.add(file("the highest byte first", HostileZips.pack(entries)));
    entries.remove("archive/byteorder");
    entries.put("archive/data/0", new byte[80 << 20]);
    all.add(file("80 MiB of zeros as storage", HostileZips.pack(entries)));
    entries.put("archive/data/0", new byte[24]);
    entries.put("../evil", new byte[24]);
    all.add(file("an entry that climbs", HostileZips.pack(entries)));
    entries.remove("../evil");
    entries.remove("archive/data/0");
    all.add(file("no storage", HostileZips.pack(entries)));
    byte[] legacy = Damage.fixture("pytorch/lmu/legacy.pt");
    byte[] version = legacy.clone();
    version[18]++;
    all.add(file("another version of the older form", version));
    byte[] magic = legacy.clone();
    magic[5]++;
    all.add(file("another magic number", magic));
    byte[] more = java.util.Arrays.copyOf(legacy, legacy.length - 1);
    all.add(file("storages of the older form cut short", more));
    return all;
  }
}
