package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Two recurrent layers on one sequence, in both directions, whose outputs are merged.
 *
 * <p>Inputs and outputs are those of {@link Rnn}; initial and final states come twice, first those
 * of the forward layer. Under a mask, sequences are zero at masked steps.
 *
 * @param forward the layer that begins with the first time step
 * @param backward the layer that begins with the last one
 * @param merge how both outputs become one
 */
public record Bidirectional(Rnn forward, Rnn backward, Merge merge) implements Layer {

  /** How two outputs become one. */
  public enum Merge {
    /** Side by side. */
    CONCAT,
    /** Their sum. */
    SUM,
    /** Their product. */
    MUL,
    /** Their mean. */
    AVE,
    /** They stay two outputs. */
    NONE
  }

  /**
   * Checks that the directions differ and the rest does not, and has both layers give zeros at
   * masked steps where they return sequences, as Keras does: what one direction holds at such a
   * step, the other has not seen yet.
   */
  public Bidirectional {
    if (forward.goBackwards() == backward.goBackwards()) {
      throw new IllegalArgumentException(
          "forward and backward layer must go in different directions (got %s for both)"
              .formatted(forward.goBackwards() ? "backwards" : "forwards"));
    }
    if (forward.returnSequences() != backward.returnSequences()
        || forward.returnState() != backward.returnState()
        || forward.timeMajor() != backward.timeMajor()) {
      throw new IllegalArgumentException(
          "forward and backward layer must agree in return_sequences, return_state and time_major"
              + " (got %s and %s)".formatted(forward, backward));
    }
    forward = forward.withZeroOutputForMask(forward.returnSequences());
    backward = backward.withZeroOutputForMask(backward.returnSequences());
  }

  /**
   * A layer and its mirror image.
   *
   * @param forward the layer
   * @param merge how both outputs become one; Keras' default is side by side
   * @return the pair
   */
  public static Bidirectional of(Rnn forward, Merge merge) {
    return new Bidirectional(forward, forward.backwards(), merge);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    int states = inputs.size() - 1;
    if (states % 2 != 0) {
      throw new IllegalArgumentException(
          "initial states must come for both directions (got %d)".formatted(states));
    }
    List<Integer> first = share(states, 0);
    List<Integer> second = share(states, 1);
    LayerFunction<T> left = forward.build(weights.child("forward"), pick(inputs, first));
    LayerFunction<T> right = backward.build(weights.child("backward"), pick(inputs, second));
    return (tf, signals, pass) ->
        merge(
            tf,
            left.apply(tf, pick(signals, first), pass),
            right.apply(tf, pick(signals, second), pass));
  }

  /** The positions of the sequence and of one direction's initial states. */
  private static List<Integer> share(int states, int direction) {
    List<Integer> positions = new ArrayList<>(List.of(0));
    for (int i = 0; i < states / 2; i++) {
      positions.add(1 + direction * states / 2 + i);
    }
    return positions;
  }

  private static <V> List<V> pick(List<V> all, List<Integer> positions) {
    return positions.stream().map(all::get).toList();
  }

  private <T extends TFloating> List<Signal<T>> merge(
      Ops tf, List<Signal<T>> left, List<Signal<T>> right) {
    Operand<T> first = left.get(0).value(tf);
    Operand<T> second = right.get(0).value(tf);
    if (forward.returnSequences()) {
      // Backwards means in the order of computing; the merge wants the order of time.
      second = tf.reverse(second, tf.constant(new int[] {forward.timeMajor() ? 0 : 1}));
    }
    List<Signal<T>> outputs = new ArrayList<>();
    if (merge == Merge.NONE) {
      outputs.add(Signal.of(first, left.get(0).mask()));
      outputs.add(Signal.of(second, left.get(0).mask()));
    } else {
      outputs.add(Signal.of(merge(tf, first, second), left.get(0).mask()));
    }
    outputs.addAll(left.subList(1, left.size()));
    outputs.addAll(right.subList(1, right.size()));
    return outputs;
  }

  private <T extends TFloating> Operand<T> merge(Ops tf, Operand<T> left, Operand<T> right) {
    return switch (merge) {
      case CONCAT -> tf.concat(List.of(left, right), tf.constant(-1));
      case SUM -> tf.math.add(left, right);
      case MUL -> tf.math.mul(left, right);
      case AVE -> {
        Operand<T> sum = tf.math.add(left, right);
        yield tf.math.mul(sum, tf.constantOfSameType(sum, 0.5));
      }
      case NONE -> throw new IllegalStateException("nothing to merge");
    };
  }
}
