package io.github.lmu4j.data;

import static io.github.lmu4j.testing.IdxBytes.gzip;
import static io.github.lmu4j.testing.IdxBytes.images;
import static io.github.lmu4j.testing.IdxBytes.labels;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.testing.IdxBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {

  private final Path folder;

  IdxFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsPlainAndGzippedFilesAlike() throws IOException {
    Path plain = Files.write(folder.resolve("plain"), images(3));
    Path zipped = Files.write(folder.resolve("zipped"), gzip(images(3)));

    IdxFile fromPlain = IdxFile.read(plain, 28, 28);
    IdxFile fromZipped = IdxFile.read(zipped, 28, 28);

    byte[] values = Arrays.copyOfRange(images(3), 16, 16 + 3 * 784);
    assertThat(fromPlain.count()).isEqualTo(3);
    assertThat(fromPlain.values()).isEqualTo(values);
    assertThat(fromZipped.count()).isEqualTo(3);
    assertThat(fromZipped.values()).isEqualTo(values);
    assertThat(fromPlain.name()).isEqualTo(plain.toString());
  }

  @Test
  void readsLabels() throws IOException {
    assertThat(read(labels(12)).values()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
  }

  @Test
  void missingFileIsNamed() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> IdxFile.read(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": expected an idx file, found none");
    assertThatThrownBy(() -> IdxFile.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": expected an idx file, found something else");
  }

  @Test
  void otherFormIsRefused() {
    refused(new byte[0], "an idx header of 8 bytes, found 0 bytes");
    refused(
        "#!/bin/sh\n".getBytes(US_ASCII),
        "idx magic number 00000801 (unsigned bytes, 1 axes), found 23212f62");
    refused(images(1), "idx magic number 00000801 (unsigned bytes, 1 axes), found 00000803");
    refused(
        IdxBytes.of(0xd01, new int[] {2}, 8, 2),
        "idx magic number 00000801 (unsigned bytes, 1 axes), found 00000d01");
  }

  @Test
  void otherItemShapeIsRefused() {
    byte[] small = IdxBytes.of(0x803, new int[] {2, 27, 28}, 2 * 27 * 28, 256);

    refused(small, "items of shape [28, 28], found items of shape [27, 28]", 28, 28);
  }

  @Test
  void impossibleCountIsRefusedBeforeMemoryIsTaken() {
    refused(IdxBytes.of(0x801, new int[] {0}, 0, 1), "1 to 1000000 items, found 0 items");
    refused(
        IdxBytes.of(0x801, new int[] {-1}, 9, 10), "1 to 1000000 items, found 4294967295 items");
    refused(
        IdxBytes.of(0x801, new int[] {1_000_001}, 9, 10),
        "1 to 1000000 items, found 1000001 items");
  }

  @Test
  void wrongLengthIsRefused() {
    byte[] whole = labels(12);

    refused(Arrays.copyOf(whole, whole.length - 1), "12 bytes of values, found 11 bytes");
    refused(Arrays.copyOf(whole, 8), "12 bytes of values, found 0 bytes");
    refused(
        Arrays.copyOf(whole, whole.length + 1),
        "the end after 12 bytes of values, found more bytes");
    refused(
        gzip(Arrays.copyOf(whole, whole.length + 1)),
        "the end after 12 bytes of values, found more bytes");
  }

  @Test
  void everyTruncationOfAGzipStreamIsRefused() {
    byte[] zipped = gzip(labels(12));

    for (int length = 2; length < zipped.length; length++) {
      refused(Arrays.copyOf(zipped, length), "a whole gzip stream, found its end too early");
    }
  }

  @Test
  void damagedGzipStreamIsRefused() {
    byte[] zipped = gzip(labels(12));
    zipped[zipped.length - 8]++; // the checksum

    refused(zipped, "a sound gzip stream, found damage (Corrupt GZIP trailer)");
  }

  private static void refused(byte[] bytes, String complaint, int... itemShape) {
    assertThatThrownBy(() -> read(bytes, itemShape))
        .isInstanceOf(IOException.class)
        .hasMessage("data: expected " + complaint);
  }

  private static IdxFile read(byte[] bytes, int... itemShape) throws IOException {
    return IdxFile.read("data", new ByteArrayInputStream(bytes), itemShape);
  }
}
