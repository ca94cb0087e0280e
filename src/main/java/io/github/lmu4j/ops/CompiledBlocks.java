package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The forward loop of a {@link BlockedLoop} in a function that XLA compiles, at the first run with
 * each shape. It stores nothing for a gradient.
 *
 * <p>A step of few rows takes as long as its matrices take to be read. So this loop takes several
 * blocks at once: A^C gives the memory as it would be at the start of each if no signal came
 * between, the matrices of BLOCK are read once for all of them, and the signals since are added
 * step by step.
 */
final class CompiledBlocks<T extends TFloating> {

  /** The rows of RECURRENT that belong to the hidden state. */
  private static final String FROM_HIDDEN = "from_hidden";

  /** What every sum has besides, a row. */
  private static final String BIAS = "bias";

  private final BlockedPlan<T> plan;
  private final Roles<Slot> arguments = new Roles<>();
  private final Roles<Slot> results = new Roles<>();
  private final GraphFunction function;

  CompiledBlocks(Graph graph, BlockedPlan<T> plan) {
    this.plan = plan;
    int channels = plan.channels();
    results.put(BlockedPlan.MEMORY, plan.memory(plan.rows((long) channels * plan.order())));
    results.put(BlockedPlan.HIDDEN, List.of(plan.rows(plan.width())));
    arguments.putAll(results).putAll(plan.constants());
    int steps = plan.stepsAtOnce();
    Slot earlier = plan.matrix((long) channels * (steps - 1), plan.width());
    arguments.put(BlockedPlan.EARLIER, steps > 1 ? plan.memory(earlier) : List.of());
    arguments.put(BlockedPlan.LONG_RESPONSE, plan.memory(plan.matrix(steps, plan.order())));
    if (plan.sequences()) {
      Slot outputs = plan.stack((long) plan.steps() * plan.units());
      results.put(BlockedPlan.OUTPUTS, List.of(outputs));
    }
    function = GraphFunction.attach(graph, "blocks_compiled", arguments.flat(), this::body);
  }

  private List<Operand<?>> body(Ops tf, List<Operand<?>> flat) {
    Roles<Operand<?>> given = arguments.fill(flat);
    Operand<?> inputs = given.get(BlockedPlan.INPUTS).get(0);
    Operand<TInt32> blocks = LoopShapes.size(tf, inputs, 0);
    Roles<Slot> slots = new Roles<Slot>().putAll(arguments).putAll(results);
    slots.put(BlockedPlan.HIDDEN, List.of(plan.rows(plan.units())));
    slots.put(FROM_HIDDEN, List.of(plan.matrix(plan.units(), plan.width())));
    slots.put(BIAS, plan.memory(plan.matrix(1, plan.width())));
    Operand<T> row = given.<T>operands(BlockedPlan.HIDDEN).get(0);
    given.put(BlockedPlan.HIDDEN, List.of(plan.hidden(tf, row)));
    Operand<T> recurrent = given.<T>operands(BlockedPlan.RECURRENT).get(0);
    given.put(FROM_HIDDEN, List.of(BlockedPlan.rows(tf, recurrent, 0, plan.units())));
    if (plan.hasMemory()) {
      Operand<T> fromOne = BlockedPlan.rows(tf, recurrent, plan.width() - 1, 1);
      Operand<T> one = Constants.of(tf, plan.type(), BlockedPlan.SCALE);
      given.put(BIAS, List.of(tf.math.mul(fromOne, one)));
    }
    if (plan.sequences()) {
      Operand<TInt32> columns = tf.constant(new int[] {plan.steps() * plan.units()});
      Operand<TInt32> shape =
          tf.concat(List.of(LoopShapes.size(tf, inputs, 1), columns), tf.constant(0));
      given.put(
          BlockedPlan.OUTPUTS, List.of(TimeStack.COMPILED.empty(tf, blocks, shape, plan.type())));
    }
    Operand<TInt32> rounds = tf.math.floorDiv(blocks, tf.constant(new int[] {plan.blocksAtOnce()}));
    WhileLoop loop = new WhileLoop((Graph) tf.scope().env(), "rounds", slots, false, this::advance);
    Roles<Operand<?>> found = loop.results(loop.emit(tf, rounds, given));
    Operand<T> last = found.<T>operands(BlockedPlan.HIDDEN).get(0);
    return results.order(found.put(BlockedPlan.HIDDEN, List.of(plan.padded(tf, last))));
  }

  private Roles<Operand<?>> advance(
      Ops tf, Operand<TInt32> time, Operand<TInt32> length, Roles<Operand<?>> variables) {
    int blocks = plan.blocksAtOnce();
    List<Operand<TInt32>> indices = new ArrayList<>();
    List<Operand<T>> inputs = new ArrayList<>();
    Operand<TInt32> first = tf.math.mul(time, tf.constant(blocks));
    for (int block = 0; block < blocks; block++) {
      indices.add(tf.math.add(first, tf.constant(block)));
      inputs.addAll(
          TimeStack.read(tf, variables.<T>operands(BlockedPlan.INPUTS), indices.get(block)));
    }
    List<Operand<T>> memories = memories(tf, variables);
    List<List<Operand<T>>> given = given(tf, memories, inputs, variables);
    Operand<T> recurrent = variables.<T>operands(FROM_HIDDEN).get(0);
    Operand<T> hidden = variables.<T>operands(BlockedPlan.HIDDEN).get(0);
    List<Operand<T>> signals = new ArrayList<>();
    List<Operand<T>> outputs = variables.operands(BlockedPlan.OUTPUTS);
    for (int block = 0; block < blocks; block++) {
      List<Operand<T>> states = new ArrayList<>();
      List<Operand<T>> added = plan.added() ? plan.bySteps(tf, inputs.get(block)) : List.of();
      for (int step = 0; step < plan.steps(); step++) {
        List<Operand<T>> terms = new ArrayList<>();
        if (plan.added()) {
          terms.add(added.get(step));
        }
        if (plan.hasMemory()) {
          terms.add(given.get(step).get(block));
        }
        for (int i = 0; i < signals.size(); i++) {
          // One by one: XLA makes these part of the sum, which is one pass.
          int ago = signals.size() - i;
          Operand<T> earlier = variables.<T>operands(BlockedPlan.EARLIER).get(0);
          int row = (plan.stepsAtOnce() - 1 - ago) * plan.channels();
          Operand<T> rows = BlockedPlan.rows(tf, earlier, row, plan.channels());
          terms.add(tf.linalg.matMul(signals.get(i), rows));
        }
        terms.add(tf.linalg.matMul(hidden, recurrent));
        List<Operand<T>> next = next(tf, terms, variables.operands(BIAS));
        hidden = next.get(0);
        signals.addAll(next.subList(1, next.size()));
        states.add(hidden);
      }
      outputs =
          TimeStack.COMPILED.write(
              tf, outputs, indices.get(block), List.of(BlockedPlan.columns(tf, states)));
    }

    Roles<Operand<?>> changed = new Roles<>();
    changed.put(BlockedPlan.HIDDEN, List.of(hidden));
    changed.put(BlockedPlan.OUTPUTS, outputs);
    if (plan.hasMemory()) {
      Operand<T> all =
          plan.signalsByChannel(tf, BlockedPlan.columns(tf, signals), plan.stepsAtOnce());
      Operand<T> response = variables.<T>operands(BlockedPlan.LONG_RESPONSE).get(0);
      Operand<T> next = tf.math.add(memories.get(blocks), tf.linalg.matMul(all, response));
      changed.put(BlockedPlan.MEMORY, List.of(plan.joined(tf, next)));
    }
    return changed;
  }

  /** The hidden state and, if there is a memory, u, of a step whose terms are summed up. */
  private List<Operand<T>> next(Ops tf, List<Operand<T>> terms, List<Operand<T>> bias) {
    Operand<T> sum = terms.size() == 1 ? terms.get(0) : tf.math.addN(terms);
    for (Operand<T> row : bias) {
      sum = tf.math.add(sum, row);
    }
    Operand<T> hidden = plan.activation().apply(tf, plan.hidden(tf, sum));
    return plan.hasMemory()
        ? List.of(hidden, BlockedPlan.columnsOf(tf, sum, plan.units(), plan.channels()))
        : List.of(hidden);
  }

  /** The memory at the start of each block and after the last, by channel, without signals. */
  private List<Operand<T>> memories(Ops tf, Roles<Operand<?>> variables) {
    List<Operand<T>> memories = new ArrayList<>();
    for (Operand<T> memory : variables.<T>operands(BlockedPlan.MEMORY)) {
      Operand<T> rows = plan.byChannel(tf, memory);
      Operand<T> advance = variables.<T>operands(BlockedPlan.ADVANCE).get(0);
      memories.add(rows);
      for (int block = 0; block < plan.blocksAtOnce(); block++) {
        rows = tf.linalg.matMul(rows, advance);
        memories.add(rows);
      }
    }
    return memories;
  }

  /** For each step of a block, what memory and inputs give to its sums, block by block. */
  private List<List<Operand<T>>> given(
      Ops tf, List<Operand<T>> memories, List<Operand<T>> inputs, Roles<Operand<?>> variables) {
    List<List<Operand<T>>> given = new ArrayList<>();
    if (!plan.hasMemory()) {
      return given;
    }
    int blocks = plan.blocksAtOnce();
    List<Operand<T>> starts = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      Operand<T> memory = plan.joined(tf, memories.get(block));
      starts.add(
          plan.added() ? memory : BlockedPlan.columns(tf, List.of(memory, inputs.get(block))));
    }
    Operand<T> rows = blocks == 1 ? starts.get(0) : tf.concat(starts, tf.constant(0));
    for (Operand<T> block : variables.<T>operands(BlockedPlan.BLOCK)) {
      Operand<T> sums = tf.linalg.matMul(rows, block);
      given.add(new ArrayList<>(tf.split(tf.constant(0), sums, (long) blocks).output()));
    }
    return given;
  }

  Roles<Operand<?>> call(Ops tf, Roles<Operand<?>> given) {
    GraphOperation node = function.callCompiled(tf, arguments.order(given), results.flat());
    return results.fill(NodeOperands.shapedOutputs(tf, node, results.flat()));
  }

  /** What a call was given. */
  Roles<Operand<?>> arguments(GraphOperation node) {
    return arguments.fill(NodeOperands.inputs(node));
  }
}
