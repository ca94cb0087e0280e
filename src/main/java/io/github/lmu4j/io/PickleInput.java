package io.github.lmu4j.io;

import io.github.lmu4j.io.PickleValue.Text;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a pickle as its instructions and what these bring along; errors name the byte at
 * which the instruction begins. Nothing is made of more bytes than there are, and no name of more
 * than {@value #MAX_NAME}.
 */
final class PickleInput {

  private static final int MAX_NAME = 200;

  private final String file;
  private final ByteBuffer in;
  private int start;

  /**
   * Begins with the next byte.
   *
   * @param file what errors call the file
   * @param in bytes; stands behind what was read
   */
  PickleInput(String file, ByteBuffer in) {
    this.file = file;
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads the next instruction. */
  PickleOpcode instruction() throws ModelFormatException {
    start = in.position();
    require(1);
    byte code = in.get();
    return PickleOpcode.of(code)
        .orElseThrow(() -> unlike("a pickle instruction", "the byte 0x%02x".formatted(code)));
  }

  /** What errors call the instruction that was read last. */
  String place() {
    return "%s at byte %d of its pickle".formatted(file, start);
  }

  /** What is wrong with the instruction that was read last. */
  ModelFormatException unlike(String expected, String found) {
    return new ModelFormatException(place(), expected, found);
  }

  private void require(int bytes) throws ModelFormatException {
    if (bytes < 0 || bytes > in.remaining()) {
      throw unlike(Integer.toUnsignedString(bytes) + " more bytes", in.remaining() + "");
    }
  }

  int unsignedByte() throws ModelFormatException {
    require(Byte.BYTES);
    return Byte.toUnsignedInt(in.get());
  }

  int unsignedShort() throws ModelFormatException {
    require(Short.BYTES);
    return Short.toUnsignedInt(in.getShort());
  }

  /** Four bytes, signed. */
  int integer() throws ModelFormatException {
    require(Integer.BYTES);
    return in.getInt();
  }

  /** The only number whose highest byte comes first. */
  double real() throws ModelFormatException {
    require(Double.BYTES);
    return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
  }

  /** As many bytes as the first one says, signed. */
  BigInteger longInteger() throws ModelFormatException {
    byte[] lowestFirst = bytes(unsignedByte());
    byte[] highestFirst = new byte[lowestFirst.length];
    for (int i = 0; i < lowestFirst.length; i++) {
      highestFirst[i] = lowestFirst[lowestFirst.length - 1 - i];
    }
    return highestFirst.length == 0 ? BigInteger.ZERO : new BigInteger(highestFirst);
  }

  private byte[] bytes(int count) throws ModelFormatException {
    require(count);
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  /** Text of a number of bytes. */
  Text text(int length) throws ModelFormatException {
    byte[] bytes = bytes(length);
    try {
      return new Text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(place(), "text in UTF-8", "other bytes", e);
    }
  }

  /** A name, which ends with its line. */
  String line() throws ModelFormatException {
    StringBuilder line = new StringBuilder();
    for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
      if (line.length() == MAX_NAME) {
        throw unlike("names of at most " + MAX_NAME + " letters", line.toString());
      }
      line.append((char) next);
    }
    return line.toString();
  }
}
