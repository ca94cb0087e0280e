package io.github.lmu4j.examples;

import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LstmCell;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.model.Model;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** The example on the page of R's {@code layer_lmu}: ten channels, and an LSTM that sees them. */
public final class LmuAsInR {

  private LmuAsInR() {}

  /**
   * Prints the shapes of what the layers give.
   *
   * @param args none
   */
  public static void main(String[] args) {
    layers().forEach(layer -> System.out.println(outputs(layer)));
  }

  /**
   * The layer of the page in three forms. What is not given has R's default.
   *
   * @return one that gives its last output, one that gives all, and one that gives all and then the
   *     final states: the memory and the two of the LSTM
   */
  public static List<Layer> layers() {
    // docs/r.md begins
    LmuCell cell = LmuCell.builder(10, 3, 28).hiddenCell(LstmCell.of(10)).build();
    Layer last = Lmu.of(cell);
    Layer sequences = Lmu.of(cell).returningSequences();
    Layer withStates = Rnn.of(cell).returningSequences().returningState();
    // docs/r.md ends
    return List.of(last, sequences, withStates);
  }

  /**
   * The shapes of a layer's outputs, for input of 28 steps of 3 values.
   *
   * @param layer the layer
   * @return one shape an output, batch first
   */
  public static List<Shape> outputs(Layer layer) {
    Model model = Model.sequential(Shape.of(28, 3)).add(layer).build();
    // The input comes first.
    return model.nodeShapes().get(1);
  }
}
