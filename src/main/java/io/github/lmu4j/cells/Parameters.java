package io.github.lmu4j.cells;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * What stays the same for a whole sequence: a cell's own operands, and those of the cells inside
 * it.
 *
 * @param <T> dtype
 * @param own the cell's own operands, in an order that the cell chooses
 * @param nested one for each cell inside
 */
public record Parameters<T extends TFloating>(List<Operand<T>> own, List<Parameters<T>> nested) {

  /** Takes copies of the lists. */
  public Parameters {
    own = List.copyOf(own);
    nested = List.copyOf(nested);
  }

  /**
   * The parameters of a cell without cells inside.
   *
   * @param <T> dtype
   * @param own the cell's operands
   * @return parameters
   */
  public static <T extends TFloating> Parameters<T> of(List<Operand<T>> own) {
    return new Parameters<>(own, List.of());
  }

  /**
   * One of the cell's own operands.
   *
   * @param index counted from 0
   * @return the operand
   */
  public Operand<T> get(int index) {
    return own.get(index);
  }

  /**
   * The number of the cell's own operands.
   *
   * @return a count
   */
  public int size() {
    return own.size();
  }

  /**
   * All operands, also those of the cells inside, as a loop takes them.
   *
   * @return a flat list
   */
  public List<Operand<T>> flatten() {
    List<Operand<T>> all = new ArrayList<>(own);
    nested.forEach(inner -> all.addAll(inner.flatten()));
    return all;
  }

  /**
   * The same structure over other operands, such as those that a loop's body sees.
   *
   * @param flat as many operands as {@code flatten} gives, in that order
   * @return parameters of this structure
   */
  public Parameters<T> over(List<Operand<T>> flat) {
    return over(flat.iterator());
  }

  private Parameters<T> over(Iterator<Operand<T>> flat) {
    List<Operand<T>> mine = new ArrayList<>();
    own.forEach(operand -> mine.add(flat.next()));
    List<Parameters<T>> inner = new ArrayList<>();
    nested.forEach(parameters -> inner.add(parameters.over(flat)));
    return new Parameters<>(mine, inner);
  }
}
