package io.github.lmu4j.io;

import java.util.ArrayList;
import java.util.List;

/**
 * The stack of a {@link PickleMachine}, with the marks from which on values are taken together.
 *
 * <p>Bounded are the values put there in all ({@value #MAX_VALUES}) and the marks set at a time
 * ({@value #MAX_MARKS}).
 */
final class PickleStack {

  private static final int MAX_VALUES = 1_000_000;
  private static final int MAX_MARKS = 1_000;

  private final PickleInput in;
  private final List<PickleValue> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private int values;

  /**
   * An empty stack.
   *
   * @param in says at which instruction an error is
   */
  PickleStack(PickleInput in) {
    this.in = in;
  }

  /** Puts a value on top. */
  void push(PickleValue value) throws ModelFormatException {
    if (++values > MAX_VALUES) {
      throw in.unlike("at most " + MAX_VALUES + " values", "more");
    }
    stack.add(value);
  }

  /** Nothing below the last mark may be taken. */
  private int bottom() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  /** The last value, which stays. */
  PickleValue peek() throws ModelFormatException {
    if (stack.size() <= bottom()) {
      throw in.unlike("a value on the stack", "none");
    }
    return stack.get(stack.size() - 1);
  }

  /** Takes the last value. */
  PickleValue pop() throws ModelFormatException {
    PickleValue last = peek();
    stack.remove(stack.size() - 1);
    return last;
  }

  private List<PickleValue> popFrom(int first) {
    List<PickleValue> top = stack.subList(first, stack.size());
    List<PickleValue> popped = new ArrayList<>(top);
    top.clear();
    return popped;
  }

  /** Takes the last values, in the order in which they came. */
  List<PickleValue> popLast(int count) throws ModelFormatException {
    if (stack.size() - bottom() < count) {
      throw in.unlike(count + " values on the stack", stack.size() - bottom() + "");
    }
    return popFrom(stack.size() - count);
  }

  /** Sets a mark above the last value. */
  void mark() throws ModelFormatException {
    if (marks.size() == MAX_MARKS) {
      throw in.unlike("at most " + MAX_MARKS + " marks at a time", "more");
    }
    marks.add(stack.size());
  }

  /** Takes the last mark and all values above it. */
  List<PickleValue> popMark() throws ModelFormatException {
    if (marks.isEmpty()) {
      throw in.unlike("a mark", "none");
    }
    return popFrom(marks.remove(marks.size() - 1));
  }
}
