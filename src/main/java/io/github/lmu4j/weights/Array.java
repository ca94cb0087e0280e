package io.github.lmu4j.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.family.TType;

/**
 * A dense array of numbers on the Java heap: shape, element type, values in row-major order.
 *
 * <p>It holds what files and data sets hold, and crosses to TensorFlow by one copy each way.
 * Instances do not change after they are made: factories take their arguments over without a copy,
 * so callers must not write to what they hand in.
 */
public final class Array {

  private final Shape shape;
  private final DType type;

  /** Little-endian elements. */
  private final byte[] bytes;

  private Array(Shape shape, DType type, byte[] bytes) {
    long expected = elements(shape) * type.bytes();
    if (bytes.length != expected) {
      throw new IllegalArgumentException(
          "an array of shape %s and dtype %s takes %d bytes (got %d)"
              .formatted(shape, type.kerasName(), expected, bytes.length));
    }
    this.shape = shape;
    this.type = type;
    this.bytes = bytes;
  }

  private static long elements(Shape shape) {
    if (shape.hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "an array's shape must be known (got %s)".formatted(shape));
    }
    return shape.size();
  }

  private static ByteBuffer order(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * An array of raw elements.
   *
   * @param shape shape
   * @param type element type
   * @param bytes the elements, little-endian, row-major; not copied
   * @return the array
   * @throws IllegalArgumentException if the number of bytes does not fit the shape
   */
  public static Array ofBytes(Shape shape, DType type, byte[] bytes) {
    return new Array(shape, type, bytes);
  }

  /**
   * A float32 array.
   *
   * @param shape shape
   * @param values elements in row-major order
   * @return the array
   */
  public static Array of(Shape shape, float... values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    order(bytes).asFloatBuffer().put(values);
    return new Array(shape, DType.FLOAT32, bytes);
  }

  /**
   * A float64 array.
   *
   * @param shape shape
   * @param values elements in row-major order
   * @return the array
   */
  public static Array of(Shape shape, double... values) {
    byte[] bytes = new byte[values.length * Double.BYTES];
    order(bytes).asDoubleBuffer().put(values);
    return new Array(shape, DType.FLOAT64, bytes);
  }

  /**
   * An int32 array.
   *
   * @param shape shape
   * @param values elements in row-major order
   * @return the array
   */
  public static Array of(Shape shape, int... values) {
    byte[] bytes = new byte[values.length * Integer.BYTES];
    order(bytes).asIntBuffer().put(values);
    return new Array(shape, DType.INT32, bytes);
  }

  /**
   * An int64 array.
   *
   * @param shape shape
   * @param values elements in row-major order
   * @return the array
   */
  public static Array of(Shape shape, long... values) {
    byte[] bytes = new byte[values.length * Long.BYTES];
    order(bytes).asLongBuffer().put(values);
    return new Array(shape, DType.INT64, bytes);
  }

  /**
   * An array of zeros.
   *
   * @param shape shape
   * @param type element type
   * @return the array
   */
  public static Array zeros(Shape shape, DType type) {
    return new Array(shape, type, new byte[Math.toIntExact(elements(shape) * type.bytes())]);
  }

  /**
   * A copy of a tensor.
   *
   * @param tensor the tensor, which stays open
   * @return the array
   * @throws IllegalArgumentException if arrays do not hold the tensor's dtype
   */
  public static Array of(Tensor tensor) {
    DType type = DType.of(((TType) tensor).type());
    ByteDataBuffer data = tensor.asRawTensor().data();
    byte[] bytes = new byte[Math.toIntExact(data.size())];
    data.read(bytes);
    return new Array(tensor.shape(), type, bytes);
  }

  /**
   * A copy as a tensor.
   *
   * @return a new tensor, which the caller closes
   */
  public Tensor toTensor() {
    return Tensor.of(type.tensorType(), shape, DataBuffers.of(bytes, true, false));
  }

  /**
   * The shape.
   *
   * @return sizes of all axes
   */
  public Shape shape() {
    return shape;
  }

  /**
   * The element type.
   *
   * @return element type
   */
  public DType type() {
    return type;
  }

  /**
   * The number of elements.
   *
   * @return product of the sizes of all axes
   */
  public int size() {
    return bytes.length / type.bytes();
  }

  /**
   * The raw elements.
   *
   * @return a read-only little-endian view in row-major order
   */
  public ByteBuffer bytes() {
    return order(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * All elements as float32, rounded where they are wider.
   *
   * @return a new array in row-major order
   */
  public float[] toFloats() {
    float[] values = new float[size()];
    if (type == DType.FLOAT32) {
      order(bytes).asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) doubleAt(i);
      }
    }
    return values;
  }

  /**
   * All elements as float64.
   *
   * @return a new array in row-major order
   */
  public double[] toDoubles() {
    double[] values = new double[size()];
    Arrays.setAll(values, this::doubleAt);
    return values;
  }

  /**
   * All elements as int32, fractions cut off.
   *
   * @return a new array in row-major order
   */
  public int[] toInts() {
    int[] values = new int[size()];
    Arrays.setAll(values, i -> (int) longAt(i));
    return values;
  }

  /**
   * One element as float64.
   *
   * @param index position in row-major order
   * @return the element
   */
  public double doubleAt(int index) {
    ByteBuffer buffer = order(bytes);
    return switch (type) {
      case FLOAT32 -> buffer.getFloat(index * Float.BYTES);
      case FLOAT64 -> buffer.getDouble(index * Double.BYTES);
      case INT32, INT64, UINT8, BOOL -> longAt(index);
    };
  }

  /**
   * One element as int64, its fraction cut off.
   *
   * @param index position in row-major order
   * @return the element
   */
  public long longAt(int index) {
    ByteBuffer buffer = order(bytes);
    return switch (type) {
      case FLOAT32, FLOAT64 -> (long) doubleAt(index);
      case INT32 -> buffer.getInt(index * Integer.BYTES);
      case INT64 -> buffer.getLong(index * Long.BYTES);
      case UINT8, BOOL -> Byte.toUnsignedInt(bytes[index]);
    };
  }

  /**
   * The same values in another floating element type.
   *
   * @param target float32 or float64
   * @return this array if it has the type already, else a converted copy
   * @throws IllegalArgumentException if the target is not a floating type
   */
  public Array cast(DType target) {
    if (target == type) {
      return this;
    }
    return switch (target) {
      case FLOAT32 -> of(shape, toFloats());
      case FLOAT64 -> of(shape, toDoubles());
      case INT32, INT64, UINT8, BOOL ->
          throw new IllegalArgumentException(
              "arrays are cast to float32 or float64 only (got %s)".formatted(target.kerasName()));
    };
  }

  /**
   * The same values as int32, fractions cut off.
   *
   * @return this array if it is of int32 already, else a converted copy
   */
  public Array toInt32() {
    return type == DType.INT32 ? this : of(shape, toInts());
  }

  /**
   * Joins arrays along the first axis.
   *
   * @param parts arrays of one dtype whose shapes differ in the first size alone, at least one
   * @return a new array
   * @throws IllegalArgumentException if there is none, or if dtypes or shapes do not fit
   */
  public static Array concat(List<Array> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("at least one array must be joined (got 0)");
    }
    Array first = parts.get(0);
    long rows = 0;
    int size = 0;
    for (Array part : parts) {
      if (part.type != first.type
          || !part.shape
              .takeLast(part.shape.numDimensions() - 1)
              .equals(first.shape.takeLast(first.shape.numDimensions() - 1))) {
        throw new IllegalArgumentException(
            "joined arrays must differ in the first size alone (got %s and %s)"
                .formatted(first, part));
      }
      rows += part.shape.get(0);
      size = Math.addExact(size, part.bytes.length);
    }
    ByteBuffer joined = ByteBuffer.allocate(size);
    parts.forEach(part -> joined.put(part.bytes));
    long[] sizes = first.shape.asArray();
    sizes[0] = rows;
    return new Array(Shape.of(sizes), first.type, joined.array());
  }

  /**
   * The same elements in another shape.
   *
   * @param target shape with as many elements
   * @return a view that shares the elements
   * @throws IllegalArgumentException if the number of elements differs
   */
  public Array reshape(Shape target) {
    return new Array(target, type, bytes);
  }

  /**
   * A matrix with its axes exchanged.
   *
   * @return a new array of shape (columns, rows)
   * @throws IllegalArgumentException if this is no matrix
   */
  public Array transposed() {
    if (shape.numDimensions() != 2) {
      throw new IllegalArgumentException(
          "only matrices can be transposed (got shape %s)".formatted(shape));
    }
    int width = type.bytes();
    int rows = Math.toIntExact(shape.get(0));
    int columns = Math.toIntExact(shape.get(1));
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        System.arraycopy(bytes, (i * columns + j) * width, turned, (j * rows + i) * width, width);
      }
    }
    return new Array(Shape.of(columns, rows), type, turned);
  }

  /**
   * Some entries of the first axis.
   *
   * @param indices which, in which order
   * @return a new array whose first size is the number of indices
   */
  public Array rows(int... indices) {
    long[] sizes = shape.asArray();
    int row = sizes[0] == 0 ? 0 : Math.toIntExact(bytes.length / sizes[0]);
    byte[] picked = new byte[Math.multiplyExact(row, indices.length)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(bytes, indices[i] * row, picked, i * row, row);
    }
    sizes[0] = indices.length;
    return new Array(Shape.of(sizes), type, picked);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Array that
        && shape.equals(that.shape)
        && type == that.type
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return type.kerasName() + shape;
  }
}
