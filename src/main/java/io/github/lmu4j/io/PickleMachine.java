package io.github.lmu4j.io;

import io.github.lmu4j.io.PickleValue.Dictionary;
import io.github.lmu4j.io.PickleValue.Global;
import io.github.lmu4j.io.PickleValue.None;
import io.github.lmu4j.io.PickleValue.Plain;
import io.github.lmu4j.io.PickleValue.Real;
import io.github.lmu4j.io.PickleValue.Sequence;
import io.github.lmu4j.io.PickleValue.Truth;
import io.github.lmu4j.io.PickleValue.Tuple;
import io.github.lmu4j.io.PickleValue.Whole;
import java.nio.ByteBuffer;
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
 * <p>{@link PickleStack} bounds the values made and the marks set at a time, {@link PickleInput}
 * the length of names; whatever is made, is made of bytes that are there.
 */
final class PickleMachine {

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

  private final PickleInput in;
  private final Library library;
  private final PickleStack stack;
  private final Map<Integer, PickleValue> memo = new HashMap<>();

  private PickleMachine(PickleInput in, Library library) {
    this.in = in;
    this.library = library;
    this.stack = new PickleStack(in);
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
    return new PickleMachine(new PickleInput(file, in), library).run();
  }

  private PickleValue run() throws ModelFormatException {
    PickleOpcode opcode = in.instruction();
    while (opcode != PickleOpcode.STOP) {
      execute(opcode);
      opcode = in.instruction();
    }
    return stack.pop();
  }

  private void execute(PickleOpcode opcode) throws ModelFormatException {
    switch (opcode) {
      case PROTO -> requireProtocol();
      case NONE -> stack.push(None.NONE);
      case NEWTRUE -> stack.push(new Truth(true));
      case NEWFALSE -> stack.push(new Truth(false));
      case BININT -> stack.push(Whole.of(in.integer()));
      case BININT1 -> stack.push(Whole.of(in.unsignedByte()));
      case BININT2 -> stack.push(Whole.of(in.unsignedShort()));
      case LONG1 -> stack.push(new Whole(in.longInteger()));
      case BINFLOAT -> stack.push(new Real(in.real()));
      case BINUNICODE -> stack.push(in.text(in.integer()));
      case SHORT_BINSTRING -> stack.push(in.text(in.unsignedByte()));
      case EMPTY_TUPLE -> stack.push(new Tuple(List.of()));
      case TUPLE1 -> tuple(1);
      case TUPLE2 -> tuple(2);
      case TUPLE3 -> tuple(3);
      case TUPLE -> stack.push(new Tuple(stack.popMark()));
      case EMPTY_LIST -> stack.push(new Sequence(new ArrayList<>(1)));
      case EMPTY_DICT -> stack.push(dictionary());
      case MARK -> stack.mark();
      case APPEND -> append(List.of(stack.pop()));
      case APPENDS -> append(stack.popMark());
      case SETITEM -> setItems(stack.popLast(2));
      case SETITEMS -> setItems(stack.popMark());
      case BINPUT -> memo.put(in.unsignedByte(), stack.peek());
      case LONG_BINPUT -> memo.put(in.integer(), stack.peek());
      case BINGET -> stack.push(memoized(in.unsignedByte()));
      case LONG_BINGET -> stack.push(memoized(in.integer()));
      case GLOBAL -> global();
      case REDUCE -> reduce();
      case BUILD -> build();
      case BINPERSID -> stack.push(library.persistent(in.place(), stack.pop()));
      default -> throw in.unlike("a pickle of plain values and tensors, protocol 2", opcode.name());
    }
  }

  private void requireProtocol() throws ModelFormatException {
    int protocol = in.unsignedByte();
    if (protocol > 2) {
      throw in.unlike("pickle protocol 2, which torch.save uses", "protocol " + protocol);
    }
  }

  private void tuple(int count) throws ModelFormatException {
    stack.push(new Tuple(stack.popLast(count)));
  }

  static Dictionary dictionary() {
    return new Dictionary(new LinkedHashMap<>());
  }

  private void append(List<PickleValue> added) throws ModelFormatException {
    if (!(stack.peek() instanceof Sequence list)) {
      throw in.unlike("a list to append to", kind(stack.peek()));
    }
    list.items().addAll(added);
  }

  private void setItems(List<PickleValue> pairs) throws ModelFormatException {
    if (!(stack.peek() instanceof Dictionary dictionary)) {
      throw in.unlike("a dictionary to put items into", kind(stack.peek()));
    }
    if (pairs.size() % 2 != 0) {
      throw in.unlike("keys with values", pairs.size() + " values");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      PickleValue key = pairs.get(i);
      if (!(key instanceof Plain)) {
        throw in.unlike("texts and numbers as keys", kind(key));
      }
      dictionary.items().put(key, pairs.get(i + 1));
    }
  }

  private PickleValue memoized(int index) throws ModelFormatException {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw in.unlike("a value that was put into the memo", "none at " + index);
    }
    return value;
  }

  private void global() throws ModelFormatException {
    String name = in.line() + "." + in.line();
    if (!library.has(name)) {
      throw in.unlike(
          "names of tensors and their storages alone, such as those of a state_dict", name);
    }
    stack.push(new Global(name));
  }

  private void reduce() throws ModelFormatException {
    List<PickleValue> pair = stack.popLast(2);
    if (pair.get(0) instanceof Global global && pair.get(1) instanceof Tuple arguments) {
      stack.push(library.call(in.place(), global.name(), arguments.items()));
    } else {
      throw in.unlike("a name and a tuple to call it with", kind(pair.get(0)));
    }
  }

  /** An OrderedDict may have attributes, such as a state_dict's _metadata: they are left out. */
  private void build() throws ModelFormatException {
    stack.pop();
    if (!(stack.peek() instanceof Dictionary)) {
      throw in.unlike("attributes of a dictionary alone", kind(stack.peek()));
    }
  }

  /** What errors call a value. */
  static String kind(PickleValue value) {
    return value instanceof Plain && !(value instanceof None)
        ? value.getClass().getSimpleName().toLowerCase(Locale.ROOT)
        : value.shown().toString();
  }
}
