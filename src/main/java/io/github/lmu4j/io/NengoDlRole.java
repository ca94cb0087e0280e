package io.github.lmu4j.io;

/**
 * What an array of a NengoDL file is: {@code u = e_x x}, {@code m = A m + B u}, {@code h = tanh(W_x
 * x + W_h h + W_m m)}, {@code logits = W_o h}.
 *
 * <p>The order is that of NengoDL among trained arrays with equally many elements.
 */
enum NengoDlRole {
  /** Shape (1, inputs). */
  E_X("e_x", "input to memory"),

  /** Shape (units, inputs). */
  W_X("W_x", "input to hidden units"),

  /** Shape (units, order). */
  W_M("W_m", "memory to hidden units"),

  /** Shape (classes, units). */
  W_O("W_o", "hidden units to logits"),

  /** Shape (units, units). */
  W_H("W_h", "hidden units to themselves"),

  /** Shape (order, order). */
  A("A", "memory to itself, fixed"),

  /** Shape (order, 1). */
  B("B", "input of the memory, fixed");

  private final String symbol;
  private final String meaning;

  NengoDlRole(String symbol, String meaning) {
    this.symbol = symbol;
    this.meaning = meaning;
  }

  /** Its name in formulas. */
  String symbol() {
    return symbol;
  }

  /** What it maps to what. */
  String meaning() {
    return meaning;
  }
}
