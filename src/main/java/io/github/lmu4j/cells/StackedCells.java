package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Cells one upon the other: each takes the output of the one before, in the same time step.
 *
 * <p>The states are those of the first cell, then those of the second, and so on.
 *
 * @param cells at least one
 */
public record StackedCells(List<Cell> cells) implements Cell {

  /** Takes a copy and checks that there is a cell. */
  public StackedCells {
    cells = List.copyOf(cells);
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("stacked cells must be at least one (got 0)");
    }
  }

  /**
   * Stacks cells.
   *
   * @param cells from the input's to the output's
   * @return the stack
   */
  public static StackedCells of(Cell... cells) {
    return new StackedCells(List.of(cells));
  }

  @Override
  public List<Integer> stateSizes(int inputSize) {
    List<Integer> sizes = new ArrayList<>();
    int size = inputSize;
    for (Cell cell : cells) {
      sizes.addAll(cell.stateSizes(size));
      size = cell.outputSize(size);
    }
    return sizes;
  }

  @Override
  public int outputSize(int inputSize) {
    int size = inputSize;
    for (Cell cell : cells) {
      size = cell.outputSize(size);
    }
    return size;
  }

  @Override
  public boolean isRecurrent() {
    return cells.stream().anyMatch(Cell::isRecurrent);
  }

  @Override
  public <T extends TFloating> CellFunction<T> build(WeightScope<T> weights, int inputSize) {
    List<Floor<T>> floors = new ArrayList<>();
    int size = inputSize;
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      floors.add(
          new Floor<>(cell.build(weights.child("cells_" + i), size), cell.stateSizes(size).size()));
      size = cell.outputSize(size);
    }
    return new Function<>(List.copyOf(floors));
  }

  private record Floor<T extends TFloating>(CellFunction<T> function, int states) {}

  private record Function<T extends TFloating>(List<Floor<T>> floors) implements CellFunction<T> {

    @Override
    public Parameters<T> parameters(Ops tf, Operand<TInt64> batch, Pass pass) {
      return new Parameters<>(
          List.of(),
          floors.stream().map(floor -> floor.function.parameters(tf, batch, pass)).toList());
    }

    @Override
    public Operand<T> project(Ops tf, Signal<T> input, Parameters<T> parameters) {
      return floors.get(0).function.project(tf, input, parameters.nested().get(0));
    }

    @Override
    public Step<T> step(
        Ops tf, Operand<T> projected, List<Operand<T>> states, Parameters<T> parameters) {
      List<Operand<T>> newStates = new ArrayList<>();
      Operand<T> input = projected;
      int first = 0;
      for (int i = 0; i < floors.size(); i++) {
        CellFunction<T> function = floors.get(i).function;
        Parameters<T> own = parameters.nested().get(i);
        List<Operand<T>> before = states.subList(first, first + floors.get(i).states);
        // Only the first floor's input was projected before the loop.
        Step<T> step =
            i == 0
                ? function.step(tf, input, before, own)
                : function.step(tf, Signal.of(input), before, own);
        newStates.addAll(step.states());
        input = step.output();
        first += floors.get(i).states;
      }
      return new Step<>(input, newStates);
    }
  }
}
