package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A fully connected recurrent network beside a linear memory, in blocks of C time steps.
 *
 * <p>Every step sums up a row, see {@link StepRow}: what the hidden state's activation is applied
 * to, and the memory's inputs u since the start of the block. With m the memory there,
 *
 * <pre>
 *   sum_j = (m, inputs) BLOCK_j + row_(j-1) RECURRENT
 *   row_j = (h_j, u_j .. u_1, 1) = (activation(sum_j[0..U]), sum_j[U..])
 *   m'    = m ADVANCE + (u_C .. u_1) RESPONSE, for each channel
 * </pre>
 *
 * <p>so that the memory itself costs two products a block. The matrices are made outside, by
 * operations that have gradients, from the weights and from powers of A. Without memory there is
 * only {@code inputs} and RECURRENT.
 */
final class BlockedLoop<T extends TFloating> {

  private final BlockedPlan<T> plan;
  private final BlockedForward<T> forward;
  private final BlockedBackward<T> backward;

  private final Optional<CompiledBlocks<T>> compiled;

  /**
   * Attaches the functions of the loops.
   *
   * @param compiles whether XLA compiles the forward loop; its gradient then runs a loop that it
   *     does not compile, first forward again, and then backward
   */
  BlockedLoop(Graph graph, BlockedPlan<T> plan, boolean compiles) {
    this.plan = plan;
    forward = new BlockedForward<>(graph, plan);
    backward = new BlockedBackward<>(graph, plan);
    compiled = compiles ? Optional.of(new CompiledBlocks<>(graph, plan)) : Optional.empty();
  }

  /**
   * Adds the loop to a graph.
   *
   * @param blocks number of blocks, of shape (1)
   * @param given the roles MEMORY, HIDDEN, INPUTS, BLOCK, RECURRENT; and ADVANCE and RESPONSE,
   *     which get no gradients
   * @return OUTPUTS if they are returned, MEMORY, HIDDEN
   */
  Roles<Operand<?>> run(Ops tf, Operand<TInt32> blocks, Roles<Operand<?>> given) {
    Operand<T> hidden = given.<T>operands(BlockedPlan.HIDDEN).get(0);
    Roles<Operand<?>> arguments = new Roles<Operand<?>>().putAll(given);
    arguments.put(BlockedPlan.HIDDEN, List.of(plan.row().first(tf, hidden)));
    Roles<Operand<?>> differentiated =
        arguments.only(
            BlockedPlan.MEMORY,
            BlockedPlan.HIDDEN,
            BlockedPlan.INPUTS,
            BlockedPlan.BLOCK,
            BlockedPlan.RECURRENT);
    Operand<TInt32> batch = LoopShapes.size(tf, hidden, 0);
    Roles<Operand<?>> results =
        compiled
            .map(loop -> loop.call(tf, arguments))
            .orElseGet(() -> forward.results(forward.emit(tf, blocks, batch, arguments)))
            .only(BlockedPlan.OUTPUTS, BlockedPlan.MEMORY, BlockedPlan.HIDDEN);
    LoopGradient gradient = this::gradients;
    Roles<Operand<?>> found = gradient.define(tf, differentiated, results);
    Operand<T> last = found.<T>operands(BlockedPlan.HIDDEN).get(0);
    return found.put(BlockedPlan.HIDDEN, List.of(plan.row().hidden(tf, last)));
  }

  private Roles<Operand<?>> gradients(Ops tf, GraphOperation node, Roles<Operand<?>> gradients) {
    GraphOperation run = compiled.map(loop -> again(tf, loop.arguments(node))).orElse(node);
    Roles<Operand<?>> results = forward.results(run);
    Roles<Operand<?>> known = forward.arguments(run);
    for (String stack : List.of(BlockedPlan.PREVIOUS, BlockedPlan.STARTS)) {
      known.put(stack, results.get(stack));
    }
    Operand<T> last = results.<T>operands(BlockedPlan.HIDDEN).get(0);
    Roles<Operand<?>> chain = backward.emit(tf, forward.length(run), known, gradients, last);
    Operand<T> sums = chain.<T>operands(BlockedBackward.SUM_GRADIENTS).get(0);
    Operand<T> byBlock = rows(tf, sums, plan.steps() * plan.width());

    Roles<Operand<?>> found = new Roles<>();
    found.put(BlockedPlan.MEMORY, chain.get(BlockedPlan.MEMORY));
    found.put(BlockedPlan.HIDDEN, chain.get(BlockedPlan.HIDDEN));
    found.put(BlockedPlan.INPUTS, List.of(inputs(tf, sums, byBlock, known)));
    found.put(BlockedPlan.RECURRENT, chain.get(BlockedBackward.RECURRENT_GRADIENT));
    if (plan.hasMemory()) {
      Operand<T> starts = known.<T>operands(BlockedPlan.STARTS).get(0);
      Operand<T> block = product(tf, starts, plan.startSize(), byBlock);
      found.put(BlockedPlan.BLOCK, plan.bySteps(tf, block));
    }
    return found.map(tf::identity);
  }

  /** The loop that keeps what the gradient needs; called in a gradient callback. */
  private GraphOperation again(Ops tf, Roles<Operand<?>> arguments) {
    Operand<TInt32> sizes = tf.shape(arguments.get(BlockedPlan.INPUTS).get(0));
    Operand<TInt32> one = tf.constant(new int[] {1});
    Operand<TInt32> blocks = tf.slice(sizes, tf.constant(new int[] {0}), one);
    return forward.emit(tf, blocks, tf.slice(sizes, one, one), arguments);
  }

  private Operand<T> inputs(Ops tf, Operand<T> sums, Operand<T> byBlock, Roles<Operand<?>> known) {
    if (plan.added()) {
      return sums;
    }
    List<Operand<T>> inputRows = new ArrayList<>();
    for (Operand<T> matrix : known.<T>operands(BlockedPlan.BLOCK)) {
      inputRows.add(plan.inputRows(tf, matrix));
    }
    Operand<T> block = BlockedPlan.columns(tf, inputRows);
    return tf.reshape(
        tf.linalg.matMul(byBlock, block, MatMul.transposeB(true)),
        tf.shape(known.get(BlockedPlan.INPUTS).get(0)));
  }

  /** The sum over all rows of the products of two stacks. */
  private Operand<T> product(Ops tf, Operand<T> left, int columns, Operand<T> right) {
    return tf.linalg.matMul(rows(tf, left, columns), right, MatMul.transposeA(true));
  }

  private Operand<T> rows(Ops tf, Operand<T> stack, int columns) {
    return tf.reshape(stack, tf.constant(new int[] {-1, columns}));
  }
}
