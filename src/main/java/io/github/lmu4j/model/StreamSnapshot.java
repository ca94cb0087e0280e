package io.github.lmu4j.model;

import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.zip.CRC32;
import org.tensorflow.ndarray.Shape;

/**
 * The states of streams as bytes: a mark, the version of the form, the SHA-256 of model and
 * weights, the length and text of what is kept (dtype, streams, name and shape of each state), the
 * states (little-endian, a row for each stream), and the CRC-32 of all that.
 *
 * @param model SHA-256 of model and weights, hexadecimal
 * @param layout what is kept
 */
record StreamSnapshot(String model, String layout) {

  private static final byte[] MARK = "LMU4JSTR".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HASH = 32;

  static StreamSnapshot of(
      Model model, Weights weights, DType type, int streams, Map<String, Shape> states) {
    StringJoiner layout = new StringJoiner(" ");
    layout.add(type.kerasName()).add(streams + " streams");
    states.forEach((path, shape) -> layout.add(path + shape));
    return new StreamSnapshot(hash(model, weights), layout.toString());
  }

  private static String hash(Model model, Weights weights) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    digest.update(model.toString().getBytes(StandardCharsets.UTF_8));
    weights
        .values()
        .forEach(
            (path, array) -> {
              digest.update((path + array).getBytes(StandardCharsets.UTF_8));
              digest.update(array.bytes());
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static int size(List<ByteBuffer> states) {
    return states.stream().mapToInt(ByteBuffer::capacity).sum();
  }

  /** Writes the states, rows that follow each other in pieces of memory. */
  byte[] write(List<ByteBuffer> states) {
    byte[] hash = HexFormat.of().parseHex(model);
    byte[] text = layout.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(
            MARK.length
                + Integer.BYTES
                + hash.length
                + Integer.BYTES
                + text.length
                + size(states)
                + Integer.BYTES);
    bytes.put(MARK).putInt(VERSION).put(hash).putInt(text.length).put(text);
    states.forEach(piece -> bytes.put(piece.duplicate().clear()));
    return bytes.putInt(checksum(bytes.array())).array();
  }

  /** Of all but its own place at the end. */
  private static int checksum(byte[] snapshot) {
    CRC32 checksum = new CRC32();
    checksum.update(snapshot, 0, snapshot.length - Integer.BYTES);
    return (int) checksum.getValue();
  }

  /** Checks all before it writes anything. */
  void read(byte[] snapshot, List<ByteBuffer> states) {
    ByteBuffer bytes = ByteBuffer.wrap(snapshot);
    try {
      require("begin as one does", Arrays.equals(taken(bytes, MARK.length), MARK));
      int version = bytes.getInt();
      require("have version %d (got %d)".formatted(VERSION, version), version == VERSION);
      require(
          "be of this model with these weights",
          HexFormat.of().formatHex(taken(bytes, HASH)).equals(model));
      int length = bytes.getInt();
      require("be whole", length >= 0 && length <= bytes.remaining());
      String found = new String(taken(bytes, length), StandardCharsets.UTF_8);
      require("hold %s (got %s)".formatted(layout, found), found.equals(layout));
      require("be whole", bytes.remaining() == size(states) + Integer.BYTES);
      int checksum = bytes.getInt(bytes.limit() - Integer.BYTES);
      require("be undamaged", checksum == checksum(snapshot));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a snapshot must be whole (got too few bytes)", e);
    }
    for (ByteBuffer piece : states) {
      byte[] rows = taken(bytes, piece.capacity());
      piece.duplicate().clear().put(rows);
    }
  }

  private static byte[] taken(ByteBuffer bytes, int count) {
    byte[] taken = new byte[count];
    bytes.get(taken);
    return taken;
  }

  private static void require(String rule, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("a snapshot must " + rule);
    }
  }
}
