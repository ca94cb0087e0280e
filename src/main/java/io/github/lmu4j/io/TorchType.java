package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The element types of PyTorch's tensors, what {@link Array} makes of them, and their names in both
 * kinds of file. Complex numbers become two floats, real and imaginary part, along an axis of their
 * own.
 */
enum TorchType {
  FLOAT16("Half", "F16", 2, NpyType.F2),
  BFLOAT16("BFloat16", "BF16", 2, NpyType.F4),
  FLOAT32("Float", "F32", 4, NpyType.F4),
  FLOAT64("Double", "F64", 8, NpyType.F8),
  COMPLEX64("ComplexFloat", "C64", 8, NpyType.F4),
  COMPLEX128("ComplexDouble", "", 16, NpyType.F8),
  INT8("Char", "I8", 1, NpyType.I1),
  INT16("Short", "I16", 2, NpyType.I2),
  INT32("Int", "I32", 4, NpyType.I4),
  INT64("Long", "I64", 8, NpyType.I8),
  UINT8("Byte", "U8", 1, NpyType.U1),
  BOOL("Bool", "BOOL", 1, NpyType.B1);

  private static final String PREFIX = "torch.";
  private static final String SUFFIX = "Storage";

  private final String storage;
  private final String safetensors;
  private final int bytes;
  private final NpyType numbers;

  TorchType(String storage, String safetensors, int bytes, NpyType numbers) {
    this.storage = storage;
    this.safetensors = safetensors;
    this.bytes = bytes;
    this.numbers = numbers;
  }

  /** The type in which an array is written. */
  static TorchType of(DType type) {
    return switch (type) {
      case FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
      case INT32 -> INT32;
      case INT64 -> INT64;
      case UINT8 -> UINT8;
      case BOOL -> BOOL;
    };
  }

  /** The type whose storages have a name, such as {@code torch.FloatStorage}. */
  static Optional<TorchType> ofGlobal(String global) {
    return Arrays.stream(values()).filter(type -> type.global().equals(global)).findFirst();
  }

  /** The type of a name in safetensors, such as {@code F32}. */
  static Optional<TorchType> ofSafetensors(String name) {
    return Arrays.stream(values())
        .filter(type -> !name.isEmpty() && type.safetensors.equals(name))
        .findFirst();
  }

  /** Module and name of the storages of this type. */
  String global() {
    return PREFIX + storage + SUFFIX;
  }

  /** The name in safetensors; empty if it has none. */
  String safetensors() {
    return safetensors;
  }

  /** Whether an element is two numbers. */
  boolean isComplex() {
    return this == COMPLEX64 || this == COMPLEX128;
  }

  /** PyTorch's name, such as {@code float32}. */
  String torchName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The size of an element. */
  int bytes() {
    return bytes;
  }

  /**
   * An array of elements.
   *
   * @param shape shape
   * @param elements little-endian, in row-major order
   */
  Array array(Shape shape, byte[] elements) {
    return switch (this) {
      case BFLOAT16 -> Array.ofBytes(shape, DType.FLOAT32, widened(elements));
      case COMPLEX64, COMPLEX128 -> Array.ofBytes(shape.append(2), numbers.target(), elements);
      default -> Array.ofBytes(shape, numbers.target(), numbers.convert(elements));
    };
  }

  /** A bfloat16 is the upper half of a float32. */
  private static byte[] widened(byte[] elements) {
    ByteBuffer in = ByteBuffer.wrap(elements).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer out = ByteBuffer.allocate(2 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      out.putInt(in.getShort() << 16);
    }
    return out.array();
  }
}
