package io.github.lmu4j.io;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * What a pickle may hold. Lists and dictionaries may hold themselves, so nothing here is compared,
 * hashed or shown by its content.
 */
sealed interface PickleValue {

  /** The same for people and programs: a text, number or truth value; of all else its kind. */
  default Object shown() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** A text, a number, a truth value or None. */
  sealed interface Plain extends PickleValue {}

  /** Python's None. */
  enum None implements Plain {
    NONE
  }

  /** A text; in an order, so that many of one hash are still found in time. */
  record Text(String text) implements Plain, Comparable<Text> {

    @Override
    public Object shown() {
      return text;
    }

    @Override
    public int compareTo(Text other) {
      return text.compareTo(other.text);
    }
  }

  /** A whole number. */
  record Whole(BigInteger number) implements Plain, Comparable<Whole> {

    @Override
    public Object shown() {
      return number;
    }

    @Override
    public int compareTo(Whole other) {
      return number.compareTo(other.number);
    }

    static Whole of(long number) {
      return new Whole(BigInteger.valueOf(number));
    }

    /** The number, or the nearest that 64 bits hold: those beyond fit no file. */
    long clamped() {
      return number.bitLength() < Long.SIZE
          ? number.longValue()
          : number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** A floating number. */
  record Real(double number) implements Plain, Comparable<Real> {

    @Override
    public Object shown() {
      return Double.isFinite(number) ? (Object) number : Double.toString(number);
    }

    @Override
    public int compareTo(Real other) {
      return Double.compare(number, other.number);
    }
  }

  /** A truth value. */
  record Truth(boolean value) implements Plain {

    @Override
    public Object shown() {
      return value;
    }
  }

  /** Something of Python's that is known by its name alone: module and name, joined by a dot. */
  record Global(String name) implements PickleValue {

    @Override
    public Object shown() {
      return name;
    }
  }

  /** A tuple. */
  record Tuple(List<PickleValue> items) implements PickleValue {}

  /** A list, which grows. */
  record Sequence(List<PickleValue> items) implements PickleValue {}

  /** A dictionary, which grows; its keys are texts, numbers, truth values or None. */
  record Dictionary(LinkedHashMap<PickleValue, PickleValue> items) implements PickleValue {}

  /** The elements that a tensor looks at. */
  record Storage(TorchStorage storage) implements PickleValue {}

  /** A tensor. */
  record Tensor(TorchTensor tensor) implements PickleValue {}
}
