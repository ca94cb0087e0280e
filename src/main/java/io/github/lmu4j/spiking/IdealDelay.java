package io.github.lmu4j.spiking;

import io.github.lmu4j.math.DelayDecoder;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.LinearMemory;
import io.github.lmu4j.ops.MemorySystem;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Index;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatrixSolveLs;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Reads the delayed input from the memory itself, without neurons: what a {@link DelayNetwork}
 * could reach at best.
 *
 * <p>There is no synapse here to take a step; the target is the network's all the same, one step
 * more than the delay ago.
 */
public enum IdealDelay {
  /** By the Legendre polynomials at the target's place in the window; see {@link DelayDecoder}. */
  ANALYTIC {
    @Override
    <T extends TFloating> Operand<T> decoder(
        Ops tf, DelayNetwork network, Operand<T> memory, Operand<T> target) {
      double[] decoder =
          new DelayDecoder(network.order(), network.theta() / network.dt()).decoder(network.lag());
      return Constants.of(tf, memory.type(), Shape.of(network.order(), 1), decoder);
    }
  },

  /**
   * By the weights of the least squared error in those steps in which a network would learn.
   *
   * <p>The first window is left out if at least another one is left: the memory then still holds
   * the jump at which the input begins, and to hold that a little better would cost accuracy later.
   */
  LEAST_SQUARES {
    @Override
    int first(DelayNetwork network, int learning) {
      int window = (int) Math.ceil(network.theta() / network.dt());
      return learning / 2 >= window ? window : 0;
    }

    @Override
    <T extends TFloating> Operand<T> decoder(
        Ops tf, DelayNetwork network, Operand<T> memory, Operand<T> target) {
      // By an orthogonal decomposition: normal equations would lose half of the digits.
      return tf.linalg.matrixSolveLs(memory, target, tf.constant(0.0), MatrixSolveLs.fast(false));
    }
  };

  /** The first step, from 0, of those that are learned from. */
  int first(DelayNetwork network, int learning) {
    return 0;
  }

  /**
   * Computes the decoder.
   *
   * @param memory in the steps that may be learned from, shape (learning, order)
   * @param target in these steps, shape (learning, 1)
   * @return shape (order, 1)
   */
  abstract <T extends TFloating> Operand<T> decoder(
      Ops tf, DelayNetwork network, Operand<T> memory, Operand<T> target);

  /**
   * Reads the delayed input.
   *
   * @param network the memory and the delay
   * @param u the input
   * @param learning how many steps there are, from the first on, that a decoder may be learned from
   * @param type float32 or float64
   * @return what was read; its weights have shape (order)
   * @throws IllegalArgumentException if an input is not finite, the dtype another one, or {@code
   *     learning} not from 1 to the number of steps
   */
  public DelayRun run(DelayNetwork network, double[] u, int learning, DType type) {
    if (learning < 1 || learning > u.length) {
      throw new IllegalArgumentException(
          "learning must be from 1 to the number of steps, %d (got %d)"
              .formatted(u.length, learning));
    }
    Ensemble.requireFinite("u", Array.of(Shape.of(u.length), u));
    return switch (type) {
      case FLOAT64 -> run(network, u, learning, TFloat64.class);
      case FLOAT32 -> run(network, u, learning, TFloat32.class);
      default ->
          throw new IllegalArgumentException(
              "dtype must be float32 or float64 (got %s)".formatted(type.kerasName()));
    };
  }

  private <T extends TFloating> DelayRun run(
      DelayNetwork network, double[] u, int learning, Class<T> type) {
    int steps = u.length;
    double[] delayed = new double[steps];
    int lag = Math.min(network.lag(), steps);
    System.arraycopy(u, 0, delayed, lag, steps - lag);
    Array input = Array.of(Shape.of(steps), u).cast(DType.of(type));
    Array target = Array.of(Shape.of(steps), delayed).cast(DType.of(type));
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        Tensor fedInput = input.reshape(Shape.of(1, steps, 1)).toTensor();
        Tensor fedTarget = target.reshape(Shape.of(steps, 1)).toTensor()) {
      Ops tf = Ops.create(graph);
      Operand<T> sequence = tf.placeholder(type, Placeholder.shape(fedInput.shape()));
      Operand<T> wanted = tf.placeholder(type, Placeholder.shape(fedTarget.shape()));
      MemorySystem system =
          MemorySystem.of(
              network.order(),
              network.theta() / network.dt(),
              Discretizer.ZOH,
              Precision.EXACT,
              type);
      Operand<T> memory =
          tf.reshape(
              LinearMemory.of(system).sequence(tf, sequence),
              tf.constant(new int[] {steps, network.order()}));
      Index learned = Indices.slice(first(network, learning), learning);
      Operand<T> decoder =
          decoder(
              tf,
              network,
              tf.stridedSlice(memory, learned, Indices.all()),
              tf.stridedSlice(wanted, learned, Indices.all()));
      try (var result =
          session
              .runner()
              .feed(sequence, fedInput)
              .feed(wanted, fedTarget)
              .fetch(tf.linalg.matMul(memory, decoder))
              .fetch(memory)
              .fetch(decoder)
              .run()) {
        return new DelayRun(
            input,
            target,
            Array.of(result.get(0)).reshape(Shape.of(steps)),
            Array.of(result.get(1)),
            Array.of(result.get(2)).reshape(Shape.of(network.order())));
      }
    }
  }

  /** {@return the name on the command line} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
