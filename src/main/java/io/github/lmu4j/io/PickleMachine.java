package io.github.lmu4j.io;

import io.github.lmu4j.io.PickleValue.Dictionary;
import io.github.lmu4j.io.PickleValue.Global;
import io.github.lmu4j.io.PickleValue.None;
import io.github.lmu4j.io.PickleValue.Plain;
import io.github.lmu4j.io.PickleValue.Real;
import io.github.lmu4j.io.PickleValue.Sequence;
import io.github.lmu4j.io.PickleValue.Text;
import io.github.lmu4j.io.PickleValue.Truth;
import io.github.lmu4j.io.PickleValue.Tuple;
import io.github.lmu4j.io.PickleValue.Whole;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Python's pickle machine, without what makes it dangerous: it builds texts, numbers, tuples, lists
 * and dictionaries, and hands names and calls to a {@link Library}, which knows a few by heart.
 * Nothing from the file is looked up or run; any other instruction is refused by its name.
 *
 * <p>Bounded are the values made ({@value #MAX_VALUES}), marks set at a time ({@value #MAX_MARKS})
 * and the length of names ({@value #MAX_NAME}); whatever is made, is made of bytes that are there.
 */
final class PickleMachine {

  private static final int MAX_VALUES = 1_000_000;
  private static final int MAX_MARKS = 1_000;
  private static final int MAX_NAME = 200;

  /** What the names in a pickle stand for. */
  interface Library {

    /** Whether a name may be used at all. */
    boolean has(String global);

    /**
     * Calls what a name stands for.
     *
     * @throws ModelFormatException if it takes no such arguments
     */
    PickleValue call(String place, String global, List<PickleValue> arguments)
        throws ModelFormatException;

    /**
     * Finds what is kept outside of the pickle.
     *
     * @throws ModelFormatException if there is no such thing
     */
    PickleValue persistent(String place, PickleValue id) throws ModelFormatException;
  }

  private final String file;
  private final ByteBuffer in;
  private final Library library;
  private final List<PickleValue> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();
  private int start;
  private int values;

  private PickleMachine(String file, ByteBuffer in, Library library) {
    this.file = file;
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    this.library = library;
  }

  /**
   * Reads one pickle.
   *
   * @param file what errors call the file
   * @param in bytes; stands behind the pickle afterwards
   * @param library what names stand for
   * @throws ModelFormatException if there is anything in it that is not allowed
   */
  static PickleValue read(String file, ByteBuffer in, Library library) throws ModelFormatException {
    return new PickleMachine(file, in, library).run();
  }

  private PickleValue run() throws ModelFormatException {
    while (true) {
      start = in.position();
      require(1);
      byte code = in.get();
      PickleOpcode opcode =
          PickleOpcode.of(code)
              .orElseThrow(() -> unlike("a pickle instruction", "the byte 0x%02x".formatted(code)));
      if (opcode == PickleOpcode.STOP) {
        return pop();
      }
      execute(opcode);
    }
  }

  private void execute(PickleOpcode opcode) throws ModelFormatException {
    switch (opcode) {
      case PROTO -> requireProtocol();
      case NONE -> push(None.NONE);
      case NEWTRUE -> push(new Truth(true));
      case NEWFALSE -> push(new Truth(false));
      case BININT -> push(Whole.of(integer()));
      case BININT1 -> push(Whole.of(unsignedByte()));
      case BININT2 -> push(Whole.of(unsignedShort()));
      case LONG1 -> push(new Whole(longInteger()));
      case BINFLOAT -> push(new Real(real()));
      case BINUNICODE -> push(text(integer()));
      case SHORT_BINSTRING -> push(text(unsignedByte()));
      case EMPTY_TUPLE -> push(new Tuple(List.of()));
      case TUPLE1 -> tuple(1);
      case TUPLE2 -> tuple(2);
      case TUPLE3 -> tuple(3);
      case TUPLE -> push(new Tuple(popMark()));
      case EMPTY_LIST -> push(new Sequence(new ArrayList<>(1)));
      case EMPTY_DICT -> push(dictionary());
      case MARK -> mark();
      case APPEND -> append(List.of(pop()));
      case APPENDS -> append(popMark());
      case SETITEM -> setItems(popLast(2));
      case SETITEMS -> setItems(popMark());
      case BINPUT -> memo.put(unsignedByte(), peek());
      case LONG_BINPUT -> memo.put(integer(), peek());
      case BINGET -> push(memoized(unsignedByte()));
      case LONG_BINGET -> push(memoized(integer()));
      case GLOBAL -> global();
      case REDUCE -> reduce();
      case BUILD -> build();
      case BINPERSID -> push(library.persistent(place(), pop()));
      default -> throw unlike("a pickle of plain values and tensors, protocol 2", opcode.name());
    }
  }

  /** What errors call the instruction that is at work. */
  private String place() {
    return "%s at byte %d of its pickle".formatted(file, start);
  }

  private ModelFormatException unlike(String expected, String found) {
    return new ModelFormatException(place(), expected, found);
  }

  private void requireProtocol() throws ModelFormatException {
    int protocol = unsignedByte();
    if (protocol > 2) {
      throw unlike("pickle protocol 2, which torch.save uses", "protocol " + protocol);
    }
  }

  private void push(PickleValue value) throws ModelFormatException {
    if (++values > MAX_VALUES) {
      throw unlike("at most " + MAX_VALUES + " values", "more");
    }
    stack.add(value);
  }

  /** Nothing below the last mark may be taken. */
  private int bottom() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  private PickleValue peek() throws ModelFormatException {
    if (stack.size() <= bottom()) {
      throw unlike("a value on the stack", "none");
    }
    return stack.get(stack.size() - 1);
  }

  private PickleValue pop() throws ModelFormatException {
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

  private List<PickleValue> popLast(int count) throws ModelFormatException {
    if (stack.size() - bottom() < count) {
      throw unlike(count + " values on the stack", stack.size() - bottom() + "");
    }
    return popFrom(stack.size() - count);
  }

  private void mark() throws ModelFormatException {
    if (marks.size() == MAX_MARKS) {
      throw unlike("at most " + MAX_MARKS + " marks at a time", "more");
    }
    marks.add(stack.size());
  }

  private List<PickleValue> popMark() throws ModelFormatException {
    if (marks.isEmpty()) {
      throw unlike("a mark", "none");
    }
    return popFrom(marks.remove(marks.size() - 1));
  }

  private void tuple(int count) throws ModelFormatException {
    push(new Tuple(popLast(count)));
  }

  static Dictionary dictionary() {
    return new Dictionary(new LinkedHashMap<>());
  }

  private void append(List<PickleValue> added) throws ModelFormatException {
    if (!(peek() instanceof Sequence list)) {
      throw unlike("a list to append to", kind(peek()));
    }
    list.items().addAll(added);
  }

  private void setItems(List<PickleValue> pairs) throws ModelFormatException {
    if (!(peek() instanceof Dictionary dictionary)) {
      throw unlike("a dictionary to put items into", kind(peek()));
    }
    if (pairs.size() % 2 != 0) {
      throw unlike("keys with values", pairs.size() + " values");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      PickleValue key = pairs.get(i);
      if (!(key instanceof Plain)) {
        throw unlike("texts and numbers as keys", kind(key));
      }
      dictionary.items().put(key, pairs.get(i + 1));
    }
  }

  private PickleValue memoized(int index) throws ModelFormatException {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw unlike("a value that was put into the memo", "none at " + index);
    }
    return value;
  }

  private void global() throws ModelFormatException {
    String name = line() + "." + line();
    if (!library.has(name)) {
      throw unlike(
          "names of tensors and their storages alone, such as those of a state_dict", name);
    }
    push(new Global(name));
  }

  private void reduce() throws ModelFormatException {
    List<PickleValue> pair = popLast(2);
    if (pair.get(0) instanceof Global global && pair.get(1) instanceof Tuple arguments) {
      push(library.call(place(), global.name(), arguments.items()));
    } else {
      throw unlike("a name and a tuple to call it with", kind(pair.get(0)));
    }
  }

  /** An OrderedDict may have attributes, such as a state_dict's _metadata: they are left out. */
  private void build() throws ModelFormatException {
    pop();
    if (!(peek() instanceof Dictionary)) {
      throw unlike("attributes of a dictionary alone", kind(peek()));
    }
  }

  /** What errors call a value. */
  static String kind(PickleValue value) {
    return value instanceof Plain && !(value instanceof None)
        ? value.getClass().getSimpleName().toLowerCase(Locale.ROOT)
        : value.shown().toString();
  }

  private void require(int bytes) throws ModelFormatException {
    if (bytes < 0 || bytes > in.remaining()) {
      throw unlike(Integer.toUnsignedString(bytes) + " more bytes", in.remaining() + "");
    }
  }

  private int unsignedByte() throws ModelFormatException {
    require(Byte.BYTES);
    return Byte.toUnsignedInt(in.get());
  }

  private int unsignedShort() throws ModelFormatException {
    require(Short.BYTES);
    return Short.toUnsignedInt(in.getShort());
  }

  private int integer() throws ModelFormatException {
    require(Integer.BYTES);
    return in.getInt();
  }

  /** The only number whose highest byte comes first. */
  private double real() throws ModelFormatException {
    require(Double.BYTES);
    return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
  }

  private BigInteger longInteger() throws ModelFormatException {
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

  private Text text(int length) throws ModelFormatException {
    byte[] bytes = bytes(length);
    try {
      return new Text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(place(), "text in UTF-8", "other bytes", e);
    }
  }

  private String line() throws ModelFormatException {
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
