package io.github.lmu4j.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the zip form of {@code torch.save}, whose entries are stored as they are. */
final class TorchFileWriter {

  private static final String FOLDER = "archive/";

  /** PyTorch's number of this form. */
  private static final String VERSION = "3\n";

  /** Two equal contents give two equal files. 1980 is where zip's time begins. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 0);

  private TorchFileWriter() {}

  static void write(OutputStream out, Map<String, StoredTensor> tensors) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Npz.keptOpen(out))) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, "data.pkl", PickleWriter.write(tensors));
      entry(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      int index = 0;
      for (StoredTensor tensor : tensors.values()) {
        ByteBuffer values = tensor.values().bytes();
        byte[] bytes = new byte[values.remaining()];
        values.get(bytes);
        entry(zip, "data/" + index++, bytes);
      }
      entry(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setTimeLocal(TIME);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
