package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Computes where a memory stands at the start of every block: {@code s_0 = 0}, {@code s_(i+1) = s_i
 * P + x_i}.
 *
 * <p>The gradient by x is the same chain from the other end: {@code g_i = g_(i+1) P^T + s'_(i+1)},
 * where s' is the gradient by s. P, made of constants, gets none.
 *
 * <p>A short chain is unrolled; for a long one, or where only the running graph knows how long,
 * there is a loop, which takes no time to build.
 */
final class BlockChain<T extends TFloating> {

  /** How many blocks are unrolled at most. */
  static final int UNROLLED = 512;

  private static final String STATE = "state";
  private static final String STARTS = "starts";
  private static final String ADDED = "added";
  private static final String TRANSITION = "transition";
  private static final String FIRST = "first";
  private static final String STRIDE = "stride";

  private final int blocks;
  private final Optional<WhileLoop> loop;

  private BlockChain(int blocks, Optional<WhileLoop> loop) {
    this.blocks = blocks;
    this.loop = loop;
  }

  /**
   * Adds the chain to a graph.
   *
   * @param x what each block adds, shape (blocks, rows, order)
   * @param p how memory runs on through a block, shape (order, order)
   * @param blocks the number of blocks, or -1 where only the running graph knows it
   * @return the starts of the blocks, shape (blocks, rows, order)
   */
  @SuppressWarnings("unchecked")
  static <T extends TFloating> Operand<T> starts(Ops tf, Operand<T> x, Operand<T> p, int blocks) {
    boolean unroll = blocks >= 0 && blocks <= UNROLLED;
    BlockChain<T> chain =
        new BlockChain<>(
            blocks,
            unroll ? Optional.empty() : Optional.of(loop((Graph) tf.scope().env(), x.type(), p)));
    return (Operand<T>)
        CustomGradient.define(
                tf,
                List.of(x, p),
                List.of(chain.run(tf, x, p, false)),
                (ops, inputs, outputs, gradients) ->
                    List.of(
                        chain.run(
                            ops,
                            (Operand<T>) gradients.get(0),
                            ops.linalg.transpose(
                                (Operand<T>) inputs.get(1), ops.constant(new int[] {1, 0})),
                            true),
                        ops.zerosLike(inputs.get(1))))
            .get(0);
  }

  private Operand<T> run(Ops tf, Operand<T> x, Operand<T> p, boolean backward) {
    return loop.map(present -> looped(tf, present, x, p, backward))
        .orElseGet(() -> unrolled(tf, x, p, backward));
  }

  private Operand<T> unrolled(Ops tf, Operand<T> x, Operand<T> p, boolean backward) {
    List<Operand<T>> parts = new ArrayList<>(tf.unstack(x, (long) blocks).output());
    if (backward) {
      Collections.reverse(parts);
    }
    List<Operand<T>> starts = new ArrayList<>();
    Operand<T> state = tf.zerosLike(parts.get(0));
    starts.add(state);
    for (int i = 1; i < blocks; i++) {
      Operand<T> added = parts.get(i - 1);
      state = i == 1 ? added : tf.math.add(tf.linalg.matMul(state, p), added);
      starts.add(state);
    }
    if (backward) {
      Collections.reverse(starts);
    }
    return tf.stack(starts);
  }

  private static <T extends TFloating> WhileLoop loop(Graph graph, Class<T> type, Operand<T> p) {
    long order = p.shape().get(0);
    Slot stack = new Slot(type, Shape.of(Shape.UNKNOWN_SIZE, Shape.UNKNOWN_SIZE, order));
    Slot index = new Slot(TInt32.class, Shape.of(1));
    Roles<Slot> slots =
        new Roles<Slot>()
            .put(STATE, List.of(new Slot(type, Shape.of(Shape.UNKNOWN_SIZE, order))))
            .put(STARTS, List.of(stack))
            .put(ADDED, List.of(stack))
            .put(TRANSITION, List.of(Slot.of(p)))
            .put(FIRST, List.of(index))
            .put(STRIDE, List.of(index));
    return new WhileLoop(
        graph,
        "chain",
        slots,
        true,
        (tf, time, length, variables) -> {
          Operand<TInt32> first = variables.<TInt32>operands(FIRST).get(0);
          Operand<TInt32> stride = variables.<TInt32>operands(STRIDE).get(0);
          Operand<TInt32> at = tf.math.add(first, tf.math.mul(stride, time));
          List<Operand<T>> states = variables.operands(STATE);
          Operand<T> added = TimeStack.read(tf, variables.<T>operands(ADDED), at).get(0);
          Operand<T> p1 = variables.<T>operands(TRANSITION).get(0);
          return new Roles<Operand<?>>()
              .put(STATE, List.of(tf.math.add(tf.linalg.matMul(states.get(0), p1), added)))
              .put(STARTS, TimeStack.IN_PLACE.write(tf, variables.<T>operands(STARTS), at, states));
        });
  }

  private Operand<T> looped(
      Ops tf, WhileLoop present, Operand<T> x, Operand<T> p, boolean backward) {
    Operand<TInt32> shape = tf.shape(x);
    Operand<TInt32> length = tf.stridedSlice(shape, Indices.range(0, 1));
    Operand<TInt32> state = tf.stridedSlice(shape, Indices.sliceFrom(1));
    Class<T> type = x.type();
    Operand<TInt32> one = tf.constant(new int[] {1});
    Roles<Operand<?>> initial =
        new Roles<Operand<?>>()
            .put(STATE, List.of(tf.fill(state, Constants.of(tf, type, 0))))
            .put(STARTS, List.of(TimeStack.IN_PLACE.empty(tf, length, state, type)))
            .put(ADDED, List.of(x))
            .put(TRANSITION, List.of(p))
            .put(FIRST, List.of(backward ? tf.math.sub(length, one) : tf.constant(new int[] {0})))
            .put(STRIDE, List.of(backward ? tf.math.neg(one) : one));
    return present.results(present.emit(tf, length, initial)).<T>operands(STARTS).get(0);
  }
}
