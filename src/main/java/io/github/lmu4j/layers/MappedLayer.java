package io.github.lmu4j.layers;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.CellFunction;
import io.github.lmu4j.cells.Parameters;
import io.github.lmu4j.cells.Step;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A layer as a cell without memory: it maps vectors, one time step like another, as {@link
 * TimeDistributed} does.
 *
 * <p>As the hidden cell of an {@link LmuFeedforward} it may be any layer from (batch, n) to (batch,
 * m). It cannot run inside a loop over time, whose body sees no weights but those it is handed: use
 * a {@link io.github.lmu4j.cells.DenseCell} there.
 *
 * @param layer the layer
 */
public record MappedLayer(Layer layer) implements Cell {

  @Override
  public List<Integer> stateSizes(int inputSize) {
    return List.of(outputSize(inputSize));
  }

  /** Asks TensorFlow, in a graph that is thrown away. */
  @Override
  public int outputSize(int inputSize) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Shape shape = Shape.of(Shape.UNKNOWN_SIZE, inputSize);
      Operand<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      WeightScope<TFloat32> weights = WeightScope.unassigned(graph, TFloat32.class, 0);
      Operand<TFloat32> y = layer.build(weights, shape).apply(tf, x, Pass.inference());
      return Signal.of(y).size();
    }
  }

  @Override
  public boolean isRecurrent() {
    return false;
  }

  @Override
  public <T extends TFloating> CellFunction<T> build(WeightScope<T> weights, int inputSize) {
    LayerFunction<T> function = layer.build(weights, Shape.of(Shape.UNKNOWN_SIZE, inputSize));
    return new Function<>(layer.kerasName(), function);
  }

  private record Function<T extends TFloating>(String name, LayerFunction<T> layer)
      implements CellFunction<T> {

    @Override
    public Operand<T> apply(Ops tf, Signal<T> input, Pass pass) {
      Operand<T> x = input.value(tf);
      return x.shape().numDimensions() == 2
          ? layer.apply(tf, x, pass)
          : TimeDistributed.apply(tf, x, rows -> layer.apply(tf, rows, pass));
    }

    @Override
    public Parameters<T> parameters(Ops tf, Operand<TInt64> batch, Pass pass) {
      return Parameters.of(List.of());
    }

    @Override
    public Operand<T> project(Ops tf, Signal<T> input, Parameters<T> parameters) {
      throw outsideOfLoops();
    }

    @Override
    public Step<T> step(
        Ops tf, Operand<T> projected, List<Operand<T>> states, Parameters<T> parameters) {
      throw outsideOfLoops();
    }

    private IllegalArgumentException outsideOfLoops() {
      return new IllegalArgumentException(
          "a hidden cell inside a loop over time must be a cell such as DenseCell (got the layer %s)"
              .formatted(name));
    }
  }
}
