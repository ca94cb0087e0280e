package io.github.lmu4j.io;

import io.github.lmu4j.weights.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/** The element types of {@link Npy} arrays that are numbers, and what they become. */
enum NpyType {
  B1(1, DType.BOOL),
  I1(1, DType.INT32),
  I2(2, DType.INT32),
  I4(4, DType.INT32),
  I8(8, DType.INT64),
  U1(1, DType.UINT8),
  U2(2, DType.INT32),
  U4(4, DType.INT64),
  U8(8, DType.INT64),
  F2(2, DType.FLOAT32),
  F4(4, DType.FLOAT32),
  F8(8, DType.FLOAT64);

  private final int bytes;
  private final DType target;

  NpyType(int bytes, DType target) {
    this.bytes = bytes;
    this.target = target;
  }

  /** The type that arrays of an element type are written as. */
  static NpyType of(DType type) {
    return switch (type) {
      case FLOAT32 -> F4;
      case FLOAT64 -> F8;
      case INT32 -> I4;
      case INT64 -> I8;
      case UINT8 -> U1;
      case BOOL -> B1;
    };
  }

  static NpyType of(String place, String code) throws ModelFormatException {
    for (NpyType type : values()) {
      if (type.code().equals(code)) {
        return type;
      }
    }
    throw new ModelFormatException(
        place, "element type " + Arrays.stream(values()).map(NpyType::code).toList(), code);
  }

  /** Kind and size, as in NumPy. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  int bytes() {
    return bytes;
  }

  DType target() {
    return target;
  }

  /**
   * Widens elements.
   *
   * @param values little-endian elements
   * @return little-endian elements of the target type; the same array where it is of that type
   * @throws ArithmeticException if an unsigned value does not fit
   */
  byte[] convert(byte[] values) {
    if (this == of(target)) {
      return this == B1 ? truth(values) : values;
    }
    int count = values.length / bytes;
    ByteBuffer in = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
    byte[] result = new byte[Math.multiplyExact(count, target.bytes())];
    ByteBuffer out = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      switch (this) {
        case I1 -> out.putInt(in.get());
        case I2 -> out.putInt(in.getShort());
        case U2 -> out.putInt(Short.toUnsignedInt(in.getShort()));
        case U4 -> out.putLong(Integer.toUnsignedLong(in.getInt()));
        case U8 -> out.putLong(signed(in.getLong()));
        case F2 -> out.putFloat(Half.toFloat(in.getShort()));
        case B1, I4, I8, U1, F4, F8 -> throw new AssertionError(this);
      }
    }
    return result;
  }

  /** Any byte but 0 and 1 would be a bool that is neither. */
  private static byte[] truth(byte[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (values[i] == 0 ? 0 : 1);
    }
    return values;
  }

  private static long signed(long value) {
    if (value < 0) {
      throw new ArithmeticException(Long.toUnsignedString(value));
    }
    return value;
  }
}
