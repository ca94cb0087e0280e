package io.github.lmu4j.layers;

import io.github.lmu4j.cells.GivenSystem;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.ops.FilterMethod;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The Legendre Memory Unit over a whole sequence, in the form that fits its cell: {@code
 * keras_lmu.LMU}.
 *
 * <p>If something is fed back into the memory's input, or theta is trained, steps are taken one by
 * one, as {@link Rnn} does; otherwise the memory is computed for all steps at once, as {@link
 * LmuFeedforward} does, with the same weights and results.
 *
 * <p>Shapes: x (batch, time, n); the output is (batch, time, units), or (batch, units) for the last
 * step only.
 *
 * @param cell what is done at one time step
 * @param returnSequences whether the outputs of all steps are returned, or the last
 */
public record Lmu(LmuCell cell, boolean returnSequences) implements Layer {

  /**
   * A layer that returns the last output only, as KerasLMU does by default.
   *
   * @param cell what is done at one time step
   * @return the layer
   */
  public static Lmu of(LmuCell cell) {
    return new Lmu(cell, false);
  }

  /**
   * The same, with the outputs of all steps.
   *
   * @return a layer
   */
  public Lmu returningSequences() {
    return new Lmu(cell, true);
  }

  /**
   * The layer that does the work.
   *
   * @return a loop over the cell if its steps depend on each other, else the feedforward form
   */
  public Layer form() {
    if (cell.isSequential()) {
      Rnn loop = Rnn.of(cell);
      return returnSequences ? loop.returningSequences() : loop;
    }
    return new LmuFeedforward(
        cell.memoryD(),
        cell.order(),
        cell.theta(),
        cell.hiddenCell(),
        false,
        cell.inputToHidden(),
        cell.discretizer(),
        cell.kernel(),
        cell.bias(),
        cell.dropout(),
        returnSequences,
        FilterMethod.AUTO,
        0,
        cell.precision(),
        cell.given().map(GivenSystem::matrices));
  }

  @Override
  public Optional<Lmu> asLmu() {
    return Optional.of(this);
  }

  @Override
  public String kerasName() {
    return "LMU";
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return form().build(weights, inputs);
  }
}
