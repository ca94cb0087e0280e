package io.github.lmu4j.io;

import io.github.lmu4j.cells.GivenSystem;
import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.LegendreWindow;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.Locale;
import java.util.Optional;

/**
 * The memory of a PyTorch file, which holds A and B of a step but not what they were made of.
 *
 * @param matrices the file's A and B
 * @param window the window and discretizer that give them, if any do
 * @param learnA whether A is trained
 * @param learnB whether B is trained
 */
record PyTorchMemory(
    DiscreteStateSpace matrices, Optional<LegendreWindow> window, boolean learnA, boolean learnB) {

  /** In float64 matrices that were rounded to float32 are others. */
  private static final double FLOAT64_TOLERANCE = 1e-10;

  /** Takes A and B of one cell. */
  static PyTorchMemory take(TensorTable tensors, String prefix, boolean learnA, boolean learnB)
      throws ModelFormatException {
    int order = tensors.size(prefix + "A", 0);
    Array a = tensors.take(prefix + "A", meaning("A", learnA), order, order);
    Array b = tensors.take(prefix + "B", meaning("B", learnB), order, 1);
    DiscreteStateSpace matrices =
        new DiscreteStateSpace(
            Matrix.of(order, order, a.toDoubles()), Matrix.of(order, 1, b.toDoubles()));
    double tolerance =
        tensors.type() == DType.FLOAT64 ? FLOAT64_TOLERANCE : Double.POSITIVE_INFINITY;
    Optional<LegendreWindow> window =
        LegendreWindow.of(matrices).filter(found -> found.difference() <= tolerance);
    return new PyTorchMemory(matrices, window, learnA, learnB);
  }

  private static String meaning(String name, boolean learned) {
    return "%s of one step of the memory, %s"
        .formatted(name, learned ? "learned" : "fixed: m' = A m + B u");
  }

  int order() {
    return matrices.order();
  }

  /**
   * The length of the window; where A and B have none, what the first entry of B would mean in one.
   */
  double theta() {
    double first = 1 / matrices.b().get(0, 0);
    boolean possible = first > 0 && Double.isFinite(first);
    return window.map(LegendreWindow::theta).orElse(possible ? first : order());
  }

  /** A and B by value, so that the model is the file's to the last digit. */
  GivenSystem given() {
    return new GivenSystem(matrices, learnA, learnB);
  }

  /** For people: what was found. */
  String described() {
    String found =
        window
            .map(
                known ->
                    String.format(
                        Locale.ROOT,
                        "A and B are those of order %d, theta %s, %s",
                        order(),
                        known.theta(),
                        known.discretizer().kerasName()))
            .orElse("A and B are those of no theta, and taken by value; order " + order());
    return found
        + (learnA && learnB
            ? "; both are learned"
            : learnA ? "; A is learned" : learnB ? "; B is learned" : "");
  }
}
