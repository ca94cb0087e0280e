package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Gradients;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.framework.optimizers.GradientDescent;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Loops as parts of larger graphs. */
class ScanInGraphTest {

  /** s' = tanh(s * p0 + x), which is also the output. */
  private static <T extends TFloating> Scan.Result<T> scaled(
      Ops tf, List<Operand<T>> x, List<Operand<T>> s, List<Operand<T>> p) {
    Operand<T> next = tf.math.tanh(tf.math.add(tf.math.mul(s.get(0), p.get(0)), x.get(0)));
    return new Scan.Result<>(List.of(next), List.of(next));
  }

  private static Operand<TFloat64> sequence(Ops tf, int steps) {
    double[][][] values = new double[2][steps][1];
    for (int i = 0; i < 2 * steps; i++) {
      values[i / steps][i % steps][0] = Math.sin(1.0 + i);
    }
    return tf.constant(values);
  }

  private static Operand<TFloat64> start(Ops tf) {
    return tf.constant(new double[][] {{0.3}, {-0.4}});
  }

  private static double scalar(Session session, Operand<?> operand) {
    try (TFloat64 value = (TFloat64) session.runner().fetch(operand).run().get(0)) {
      return value.getDouble();
    }
  }

  @Test
  void whatTheStepDoesNotUseGetsZero() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> compared = sequence(tf, 4);
      Operand<TFloat64> unused = tf.constant(5.0);
      Operand<TFloat64> idle = tf.constant(new double[][] {{1}, {2}});
      Operand<TFloat64> gain = tf.constant(0.5);
      Scan<TFloat64> scan =
          Scan.of(
              (ops, x, s, p) -> {
                Operand<TFloat64> next =
                    ops.select(
                        ops.math.greater(x.get(1), ops.constant(0.0)),
                        ops.math.mul(s.get(0), p.get(1)),
                        ops.math.add(s.get(0), x.get(0)));
                return new Scan.Result<>(List.of(next), List.of(next, s.get(1)));
              });
      ScanResult<TFloat64> result =
          scan.run(
              tf,
              List.of(sequence(tf, 4), compared),
              List.of(start(tf), idle),
              List.of(unused, gain));
      Gradients.check(session, result.sequence(), compared, unused, idle, gain);
    }
  }

  @Test
  void anyPartOfTheResultMayBeUnused() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> gain = tf.constant(0.5);
      Operand<TFloat64> x = sequence(tf, 5);
      Operand<TFloat64> s = start(tf);
      ScanResult<TFloat64> result =
          Scan.<TFloat64>of(ScanInGraphTest::scaled).run(tf, List.of(x), List.of(s), List.of(gain));
      Gradients.check(session, result.states().get(0), gain, x, s);
      Gradients.check(session, result.lastOutputs().get(0), gain, x, s);
      Gradients.check(session, result.sequence(), gain, x, s);
    }
  }

  @Test
  void scansFollowEachOtherAndNest() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> gain = tf.constant(0.5);
      Scan<TFloat64> single = Scan.of(ScanInGraphTest::scaled);
      Operand<TFloat64> x = sequence(tf, 6);
      Operand<TFloat64> first =
          single.run(tf, List.of(x), List.of(start(tf)), List.of(gain)).sequence();
      // Each of three steps takes two of the six values through a scan of its own.
      Scan<TFloat64> pairs =
          Scan.of(
              (ops, in, s, p) -> {
                ScanResult<TFloat64> inner =
                    single.run(ops, List.of(ops.expandDims(in.get(0), ops.constant(2))), s, p);
                return new Scan.Result<>(inner.lastOutputs(), inner.states());
              });
      Operand<TFloat64> grouped = tf.reshape(first, tf.constant(new int[] {2, 3, 2}));
      Operand<TFloat64> nested =
          pairs.run(tf, List.of(grouped), List.of(start(tf)), List.of(gain)).sequence();
      Operand<TFloat64> flat =
          single.run(tf, List.of(first), List.of(start(tf)), List.of(gain)).lastOutputs().get(0);
      Operand<TFloat64> last =
          tf.slice(nested, tf.constant(new int[] {0, 2, 0}), tf.constant(new int[] {2, 1, 1}));
      Operand<TFloat64> difference =
          tf.reduceMax(
              tf.math.abs(tf.math.sub(tf.reshape(last, tf.constant(new int[] {2, 1})), flat)),
              tf.constant(new int[] {0, 1}));
      assertThat(scalar(session, difference)).isLessThan(1e-15);
      Gradients.check(session, nested, gain, x);
    }
  }

  @Test
  void oneGraphRunsAnyLength() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, 1)));
      Operand<TFloat32> zero = tf.constant(new float[][] {{0}});
      Operand<TFloat32> sum =
          Scan.<TFloat32>of(
                  (ops, in, s, p) -> {
                    Operand<TFloat32> next = ops.math.add(s.get(0), in.get(0));
                    return new Scan.Result<>(List.of(next), List.of(next));
                  })
              .run(tf, List.of(x), List.of(zero), List.of())
              .sequence();
      Output<?> gradient =
          graph
              .addGradients(
                  tf.reduceSum(sum, tf.constant(new int[] {0, 1, 2})).asOutput(),
                  new Output<?>[] {x.asOutput()})[0];
      for (int steps : new int[] {1, 3, 50, 0}) {
        try (TFloat32 ones =
                TFloat32.tensorOf(
                    Shape.of(1, steps, 1), t -> t.scalars().forEach(v -> v.setFloat(1)));
            var result = session.runner().feed(x, ones).fetch(sum).fetch(gradient).run()) {
          TFloat32 sums = (TFloat32) result.get(0);
          TFloat32 slopes = (TFloat32) result.get(1);
          assertThat(sums.shape()).isEqualTo(Shape.of(1, steps, 1));
          for (int t = 0; t < steps; t++) {
            assertThat(sums.getFloat(0, t, 0)).isEqualTo(t + 1);
            assertThat(slopes.getFloat(0, t, 0)).isEqualTo(steps - t);
          }
        }
      }
    }
  }

  @Test
  void gradientDescentLearnsTheGain() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = tf.dtypes.cast(sequence(tf, 8), TFloat32.class);
      Operand<TFloat32> s = tf.dtypes.cast(start(tf), TFloat32.class);
      Scan<TFloat32> scan = Scan.of(ScanInGraphTest::scaled);
      Operand<TFloat32> wanted =
          scan.run(tf, List.of(x), List.of(s), List.of(tf.constant(0.7f))).sequence();
      Variable<TFloat32> gain = tf.variable(tf.constant(0.1f));
      Operand<TFloat32> got = scan.run(tf, List.of(x), List.of(s), List.of(gain)).sequence();
      Operand<TFloat32> loss =
          tf.reduceSum(tf.math.squaredDifference(got, wanted), tf.constant(new int[] {0, 1, 2}));
      var minimize = new GradientDescent(graph, 0.1f).minimize(loss);
      session.initialize();
      for (int i = 0; i < 60; i++) {
        session.run(minimize);
      }
      try (TFloat32 value = (TFloat32) session.runner().fetch(gain).run().get(0)) {
        assertThat(value.getFloat()).isCloseTo(0.7f, within(1e-3f));
      }
    }
  }

  /** The sizes of everything that one run allocates. */
  private static List<Long> allocations(Session session, Operand<?> operand) {
    RunOptions options =
        RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
    List<Long> sizes = new ArrayList<>();
    try (var result = session.runner().setOptions(options).fetch(operand).runAndFetchMetadata()) {
      RunMetadata metadata = result.getMetadata().orElseThrow();
      metadata.getStepStats().getDevStatsList().stream()
          .flatMap(device -> device.getNodeStatsList().stream())
          .flatMap(node -> node.getOutputList().stream())
          .map(output -> output.getTensorDescription().getAllocationDescription())
          .forEach(allocation -> sizes.add(allocation.getRequestedBytes()));
    }
    return sizes;
  }

  private static final int STEPS = 900;
  private static final int UNITS = 50;

  private static long largestAllocation(ScanMethod method) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> gain = tf.constant(0.9);
      Operand<TFloat64> s = tf.zeros(tf.constant(new int[] {2, UNITS}), TFloat64.class);
      ScanOptions options = ScanOptions.DEFAULT.withMethod(method).withReturnSequences(false);
      ScanResult<TFloat64> result =
          Scan.<TFloat64>of(ScanInGraphTest::scaled, options)
              .run(tf, List.of(sequence(tf, STEPS)), List.of(s), List.of(gain));
      Output<?> gradient =
          graph
              .addGradients(
                  tf.reduceSum(result.states().get(0), tf.constant(new int[] {0, 1})).asOutput(),
                  new Output<?>[] {gain.asOutput()})[0];
      return allocations(session, gradient).stream().mapToLong(Long::longValue).max().orElseThrow();
    }
  }

  @Test
  void recomputingNeedsMemoryOfTheSquareRootOfTheLength() {
    long state = 2L * UNITS * Double.BYTES;
    assertThat(largestAllocation(ScanMethod.STORE)).isBetween(STEPS * state, STEPS * state + 1000);
    assertThat(largestAllocation(ScanMethod.RECOMPUTE)).isBetween(30 * state, 30 * state + 1000);
  }

  @Test
  void inferenceStoresNothing() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      ScanResult<TFloat64> result =
          Scan.<TFloat64>of(ScanInGraphTest::scaled)
              .run(tf, List.of(sequence(tf, 5)), List.of(start(tf)), List.of(tf.constant(0.5)));
      RunOptions options = RunOptions.newBuilder().setOutputPartitionGraphs(true).build();
      try (var run =
          session.runner().setOptions(options).fetch(result.sequence()).runAndFetchMetadata()) {
        List<String> types =
            run.getMetadata().orElseThrow().getPartitionGraphsList().stream()
                .flatMap(partition -> partition.getNodeList().stream())
                .map(NodeDef::getOp)
                .toList();
        // One for the output; none for the states.
        assertThat(types).filteredOn("InplaceUpdate"::equals).hasSize(1);
      }
    }
  }

  private static void buildAndClose() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> gain = tf.constant(0.5);
      Operand<TFloat64> sum =
          tf.reduceSum(
              Scan.<TFloat64>of(ScanInGraphTest::scaled)
                  .run(tf, List.of(sequence(tf, 3)), List.of(start(tf)), List.of(gain))
                  .sequence(),
              tf.constant(new int[] {0, 1, 2}));
      Output<?> gradient = graph.addGradients(sum.asOutput(), new Output<?>[] {gain.asOutput()})[0];
      scalar(session, gradient);
    }
  }

  @Test
  void closedGraphsLeaveNothing() {
    for (int i = 0; i < 10; i++) {
      buildAndClose();
    }
    long before = Pointer.totalBytes();
    long countBefore = Pointer.totalCount();
    for (int i = 0; i < 200; i++) {
      buildAndClose();
    }
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(countBefore);
    assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
  }

  @Test
  void errorsSayWhatIsWrong() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> x = sequence(tf, 3);
      Scan<TFloat64> scan = Scan.of(ScanInGraphTest::scaled);
      assertThatThrownBy(() -> scan.run(tf, List.of(), List.of(start(tf)), List.of()))
          .hasMessage("a scan must have at least one input (got 0)");
      assertThatThrownBy(
              () -> scan.run(tf, List.of(tf.constant(new double[3])), List.of(), List.of()))
          .hasMessage("a sequence must have axes for batch and time (got shape [3])");
      Scan<TFloat64> losing =
          Scan.of((ops, in, s, p) -> new Scan.Result<>(List.of(in.get(0)), List.of()));
      assertThatThrownBy(() -> losing.run(tf, List.of(x), List.of(start(tf)), List.of()))
          .hasMessage("a step must return as many states as it is given, 1 (got 0)");
      Scan<TFloat64> growing =
          Scan.of(
              (ops, in, s, p) ->
                  new Scan.Result<>(List.of(), List.of(ops.expandDims(s.get(0), ops.constant(0)))));
      assertThatThrownBy(() -> growing.run(tf, List.of(x), List.of(start(tf)), List.of()))
          .hasMessage("state 0 must keep its shape [2, 1] (got [1, 2, 1])");
      Scan<TFloat64> empty = Scan.of((ops, in, s, p) -> new Scan.Result<>(List.of(), List.of()));
      assertThatThrownBy(() -> empty.run(tf, List.of(x), List.of(), List.of()))
          .hasMessage("a scan must have an output or a state (got neither)");
    }
  }
}
