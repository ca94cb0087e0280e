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
 * blocks at once: A^C, A^2C, .. give the memory as it would be at the start of each if no signal
 * came between, the matrices of BLOCK are read once for all of them, and the signals since come
 * through the rows of the steps.
 */
final class CompiledBlocks<T extends TFloating> {

  private final BlockedPlan<T> plan;
  private final Roles<Slot> arguments = new Roles<>();
  private final Roles<Slot> results = new Roles<>();
  private final GraphFunction function;

  CompiledBlocks(Graph graph, BlockedPlan<T> plan) {
    this.plan = plan;
    results.put(BlockedPlan.MEMORY, plan.memory(plan.rows(plan.memorySize())));
    results.put(BlockedPlan.HIDDEN, List.of(plan.rows(plan.width())));
    arguments.putAll(results).putAll(plan.constants());
    int steps = plan.stepsAtOnce();
    arguments.put(
        BlockedPlan.BLOCKS,
        plan.memory(plan.matrix(plan.startSize(), (long) plan.steps() * plan.width())));
    List<Slot> doublings = new ArrayList<>();
    for (int at = 1; at < plan.blocksAtOnce(); at *= 2) {
      doublings.add(plan.matrix(plan.order(), plan.order()));
    }
    arguments.put(BlockedPlan.DOUBLINGS, doublings);
    arguments.put(BlockedPlan.LONG_RECURRENT, plan.memory(plan.matrix(plan.width(), plan.width())));
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
    if (plan.sequences()) {
      Operand<TInt32> columns = tf.constant(new int[] {plan.steps() * plan.units()});
      Operand<TInt32> shape =
          tf.concat(List.of(LoopShapes.size(tf, inputs, 1), columns), tf.constant(0));
      given.put(
          BlockedPlan.OUTPUTS, List.of(TimeStack.COMPILED.empty(tf, blocks, shape, plan.type())));
    }
    Operand<TInt32> rounds = tf.math.floorDiv(blocks, tf.constant(new int[] {plan.blocksAtOnce()}));
    WhileLoop loop = new WhileLoop((Graph) tf.scope().env(), "rounds", slots, false, this::advance);
    return results.order(loop.results(loop.emit(tf, rounds, given)));
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
    String role = plan.hasMemory() ? BlockedPlan.LONG_RECURRENT : BlockedPlan.RECURRENT;
    Operand<T> recurrent = variables.<T>operands(role).get(0);
    Operand<T> row = variables.<T>operands(BlockedPlan.HIDDEN).get(0);
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
        terms.add(tf.linalg.matMul(row, recurrent));
        row = plan.row().ofSums(tf, terms.size() == 1 ? terms.get(0) : tf.math.addN(terms));
        states.add(plan.row().hidden(tf, row));
      }
      outputs =
          TimeStack.COMPILED.write(
              tf, outputs, indices.get(block), List.of(BlockedPlan.columns(tf, states)));
    }

    Roles<Operand<?>> changed = new Roles<>();
    changed.put(BlockedPlan.HIDDEN, List.of(plan.row().withoutSignals(tf, row)));
    changed.put(BlockedPlan.OUTPUTS, outputs);
    if (plan.hasMemory()) {
      Operand<T> signals = plan.row().signals(tf, row, plan.stepsAtOnce());
      Operand<T> response = variables.<T>operands(BlockedPlan.LONG_RESPONSE).get(0);
      Operand<T> next = tf.math.add(memories.get(blocks), tf.linalg.matMul(signals, response));
      changed.put(BlockedPlan.MEMORY, List.of(plan.joined(tf, next)));
    }
    return changed;
  }

  /** The memory at the start of each block and after the last, by channel, without signals. */
  private List<Operand<T>> memories(Ops tf, Roles<Operand<?>> variables) {
    List<Operand<T>> memories = new ArrayList<>();
    for (Operand<T> memory : variables.<T>operands(BlockedPlan.MEMORY)) {
      Operand<T> rows = plan.byChannel(tf, memory);
      Operand<T> advance = variables.<T>operands(BlockedPlan.ADVANCE).get(0);
      memories.add(rows);
      for (Operand<T> doubling : variables.<T>operands(BlockedPlan.DOUBLINGS)) {
        Operand<T> known = memories.size() == 1 ? rows : tf.concat(memories, tf.constant(0));
        Operand<T> later = tf.linalg.matMul(known, doubling);
        memories.addAll(tf.split(tf.constant(0), later, (long) memories.size()).output());
      }
      memories.add(tf.linalg.matMul(memories.get(memories.size() - 1), advance));
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
    Operand<T> all = tf.linalg.matMul(rows, variables.<T>operands(BlockedPlan.BLOCKS).get(0));
    for (Operand<T> sums : plan.bySteps(tf, all)) {
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
