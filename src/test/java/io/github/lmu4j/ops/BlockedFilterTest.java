package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.testing.Matrices;
import io.github.lmu4j.testing.MemoryReference;
import io.github.lmu4j.testing.Sandbox;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class BlockedFilterTest {

  private static final int ORDER = 4;

  private final Sandbox sandbox = new Sandbox();
  private final Ops tf = sandbox.tf();
  private final MemorySystem system =
      MemorySystem.of(ORDER, 20, Discretizer.ZOH, Precision.EXACT, TFloat64.class);

  @AfterEach
  void close() {
    sandbox.close();
  }

  /** One block, blocks of one step, a last block that is not full, powers of two and none. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 50, 51, 64})
  void anyBlockSizeGivesTheConvolution(int size) {
    check(50, 2, size);
  }

  /** So many blocks that they are carried by a loop, beside as many as are unrolled. */
  @Test
  void loopOverManyBlocksGivesTheConvolution() {
    check(BlockChain.UNROLLED, 1, 1);
    check(BlockChain.UNROLLED + 1, 2, 1);
  }

  private void check(int steps, int channels, int size) {
    double[] values = new Random(1).doubles(3L * steps * channels, -1, 1).toArray();
    Operand<TFloat64> u = Constants.of(tf, TFloat64.class, Shape.of(3, steps, channels), values);
    BlockedFilter<TFloat64> filter = new BlockedFilter<>(tf, system, InputSequence.of(u), size);
    MemoryReference reference = new MemoryReference(system.stateSpace(), channels, steps);
    Operand<TFloat64> m = filter.sequence();
    double[] memory = reference.memory(values, steps);
    assertClose(m, memory);
    // Half the square has the memory itself for its gradient.
    assertClose(gradientOfSquare(m, u), reference.gradient(memory, steps));

    Operand<TFloat64> w = Constants.of(tf, TFloat64.class, Matrices.random(channels * ORDER, 3, 2));
    Operand<TFloat64> projected = filter.projected(w, 3);
    Operand<TFloat64> product = Contraction.lastAxis(tf, m, w);
    assertClose(projected, sandbox.value(product).toDoubles());
    for (Operand<TFloat64> by : List.of(u, w)) {
      assertClose(
          gradientOfSquare(projected, by),
          sandbox.value(gradientOfSquare(product, by)).toDoubles());
    }
  }

  private Operand<?> gradientOfSquare(Operand<TFloat64> y, Operand<TFloat64> by) {
    Operand<TFloat64> flat = tf.reshape(y, tf.constant(new int[] {-1}));
    Operand<TFloat64> loss =
        tf.math.div(tf.sum(tf.math.square(flat), tf.constant(0)), tf.constant(2.0));
    return sandbox.graph().addGradients(loss.asOutput(), new Output<?>[] {by.asOutput()})[0];
  }

  private void assertClose(Operand<?> actual, double[] expected) {
    assertThat(Matrices.relativeDifference(sandbox.value(actual).toDoubles(), expected))
        .isLessThan(1e-12);
  }
}
