package io.github.lmu4j.testing;

import io.github.lmu4j.testing.HostileFile.Door;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Zip files that no reader should unpack: {@code .keras} and {@code .npz}. */
public final class HostileZips {

  private static final int CENTRAL = 0x02014b50;
  private static final byte[] ZEROS = new byte[1 << 20];

  private HostileZips() {}

  /** All of them, made from a sound {@code .keras} file. */
  public static List<HostileFile> of(byte[] good) {
    Map<String, byte[]> sound = unpack(good);
    List<HostileFile> all = new ArrayList<>();
    for (String name :
        List.of("../evil", "a/../../evil", "/evil", "C:\\evil", "..\\evil", "..", "a/..", "a\0b")) {
      all.add(
          file("an entry named " + name.replace('\0', '0'), pack(with(sound, name, new byte[9]))));
    }
    for (String name : sound.keySet()) {
      Map<String, byte[]> less = new LinkedHashMap<>(sound);
      less.remove(name);
      if (!name.equals("metadata.json")) {
        all.add(file("no entry " + name, pack(less)));
      }
      all.add(file("zip in place of " + name, pack(with(sound, name, good))));
      all.add(file("nothing in place of " + name, pack(with(sound, name, new byte[0]))));
    }
    all.add(file("80 MiB of zeros", bomb(1, 80)));
    all.add(file("100 entries of a MiB of zeros", bomb(100, 1)));
    all.add(file("20,001 entries", many()));
    // The central directory of the packed file: offsets are those of the zip specification.
    byte[] packed = pack(sound);
    all.add(file("an entry of 2 GiB, it says", edited(packed, 24, Integer.MAX_VALUE)));
    all.add(file("an entry of 4 GiB, it says", edited(packed, 24, -1)));
    all.add(file("an entry longer than it says", edited(packed, 24, 7)));
    all.add(file("an entry shorter than it says", edited(packed, 24, 1 << 20)));
    all.add(file("a checksum of another entry", edited(packed, 16, 0x12345678)));
    all.add(file("an unknown compression", edited(packed, 8, 99 << 16)));
    all.add(file("an entry far behind the end", edited(packed, 42, Integer.MAX_VALUE)));
    all.add(file("entries of one name", renamed(packed, "metadata.json", "metadato.json")));
    return all;
  }

  private static HostileFile file(String name, byte[] content) {
    return HostileFile.of("zip with " + name, Door.MODEL, content);
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] content) {
    Map<String, byte[]> more = new LinkedHashMap<>(files);
    more.put(name, content);
    return more;
  }

  /** The entries of a zip file. */
  public static Map<String, byte[]> unpack(byte[] zip) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** A zip file of some entries. */
  public static byte[] pack(Map<String, byte[]> files) {
    return zip(
        out -> {
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            out.putNextEntry(new ZipEntry(file.getKey()));
            out.write(file.getValue());
          }
        });
  }

  private static byte[] bomb(int entries, int mebibytes) {
    return zip(
        out -> {
          out.setLevel(1);
          for (int i = 0; i < entries; i++) {
            out.putNextEntry(new ZipEntry(i == 0 ? "config.json" : "zeros" + i));
            for (int j = 0; j < mebibytes; j++) {
              out.write(ZEROS);
            }
          }
        });
  }

  private static byte[] many() {
    return zip(
        out -> {
          for (int i = 0; i <= 20_000; i++) {
            out.putNextEntry(new ZipEntry(Integer.toString(i)));
          }
        });
  }

  private interface Content {
    void write(ZipOutputStream out) throws IOException;
  }

  private static byte[] zip(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Overwrites a number of the last entry of the central directory. */
  private static byte[] edited(byte[] zip, int offset, int value) {
    ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int at = zip.length - 4;
    while (bytes.getInt(at) != CENTRAL) {
      at--;
    }
    bytes.putInt(at + offset, value);
    return bytes.array();
  }

  /** An entry more, which then takes the name of one that is there. */
  private static byte[] renamed(byte[] zip, String name, String other) {
    Map<String, byte[]> files = unpack(zip);
    byte[] packed = pack(with(files, other, new byte[3]));
    String text = new String(packed, StandardCharsets.ISO_8859_1);
    return text.replace(other, name).getBytes(StandardCharsets.ISO_8859_1);
  }
}
