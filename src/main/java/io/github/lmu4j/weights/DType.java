package io.github.lmu4j.weights;

import java.util.Locale;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** The element types of arrays. */
public enum DType {
  /** IEEE 754 single precision. */
  FLOAT32(4, TFloat32.class),
  /** IEEE 754 double precision. */
  FLOAT64(8, TFloat64.class),
  /** 32 bit signed integer. */
  INT32(4, TInt32.class),
  /** 64 bit signed integer. */
  INT64(8, TInt64.class),
  /** 8 bit unsigned integer. */
  UINT8(1, TUint8.class),
  /** True or false, one byte. */
  BOOL(1, TBool.class);

  private final int bytes;
  private final Class<? extends TType> tensorType;

  DType(int bytes, Class<? extends TType> tensorType) {
    this.bytes = bytes;
    this.tensorType = tensorType;
  }

  /**
   * The size of one element.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * The type of tensors of this element type.
   *
   * @return TensorFlow's class
   */
  public Class<? extends TType> tensorType() {
    return tensorType;
  }

  /**
   * Tells floating point from the rest.
   *
   * @return whether this is float32 or float64
   */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /**
   * The name in Keras and NumPy.
   *
   * @return such as {@code float32}
   */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The element type of a tensor class.
   *
   * @param tensorType such as {@code TFloat32.class}
   * @return the element type
   * @throws IllegalArgumentException if arrays do not hold this type
   */
  public static DType of(Class<? extends TType> tensorType) {
    for (DType type : values()) {
      if (type.tensorType == tensorType) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "dtype must be one of float32, float64, int32, int64, uint8, bool (got %s)"
            .formatted(tensorType.getSimpleName()));
  }

  /**
   * Finds an element type by its name in Keras and NumPy.
   *
   * @param name such as {@code float32}
   * @return the element type
   * @throws IllegalArgumentException if there is none of that name
   */
  public static DType of(String name) {
    for (DType type : values()) {
      if (type.kerasName().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "dtype must be one of float32, float64, int32, int64, uint8, bool (got %s)"
            .formatted(name));
  }
}
