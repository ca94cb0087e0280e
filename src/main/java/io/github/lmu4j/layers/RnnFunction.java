package io.github.lmu4j.layers;

import io.github.lmu4j.cells.CellFunction;
import io.github.lmu4j.cells.Parameters;
import io.github.lmu4j.cells.Step;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Scan;
import io.github.lmu4j.ops.ScanMethod;
import io.github.lmu4j.ops.ScanResult;
import io.github.lmu4j.ops.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A recurrent layer whose weights are in a graph.
 *
 * @param layer the layer
 * @param cell its cell
 * @param sizes size of each state
 * @param kept the variables of a stateful layer's states, otherwise none
 * @param type dtype
 */
record RnnFunction<T extends TFloating>(
    Rnn layer, CellFunction<T> cell, List<Integer> sizes, List<Variable<T>> kept, Class<T> type)
    implements LayerFunction<T> {

  @Override
  public List<Signal<T>> apply(Ops tf, List<Signal<T>> inputs, Pass pass) {
    Signal<T> input = inputs.get(0);
    Operand<TInt64> batch = batch(tf, input);
    Parameters<T> parameters = cell.parameters(tf, batch, pass);
    List<Operand<T>> states = initialStates(tf, inputs, batch);
    ScanResult<T> result =
        inBlocks(tf, input, states, parameters, pass)
            .orElseGet(() -> byStep(tf, input, states, parameters));
    for (int i = 0; i < kept.size(); i++) {
      pass.addUpdate(tf.assign(kept.get(i), result.states().get(i)));
    }
    return outputs(tf, result, input.mask());
  }

  /** The states go on from step to step, as if the whole stream were one sequence. */
  @Override
  public List<StreamValue<T>> step(Ops tf, List<StreamValue<T>> inputs, StreamStates<T> states) {
    layer.requireStream(inputs.size());
    Signal<T> input = inputs.get(0).signal();
    List<Operand<T>> before = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      before.add(states.before("state_" + i, Shape.of(sizes.get(i))));
    }
    Parameters<T> parameters = cell.parameters(tf, input.batch(tf), Pass.inference());
    Operand<T> x = tf.reshape(input.value(tf), tf.constant(new int[] {-1, input.size()}));
    Step<T> step = cell.step(tf, Signal.of(x), before, parameters);
    if (input.mask().isPresent()) {
      step = masked(tf, step, before, input.mask().orElseThrow(), states);
    }
    for (int i = 0; i < sizes.size(); i++) {
      states.after("state_" + i, step.states().get(i));
    }
    return streamed(tf, step, input.mask());
  }

  private Step<T> masked(
      Ops tf, Step<T> step, List<Operand<T>> before, Operand<TBool> mask, StreamStates<T> states) {
    Operand<TBool> counts = tf.reshape(mask, tf.constant(new int[] {-1, 1}));
    Operand<T> output = step.output();
    Operand<T> held =
        layer.zeroOutputForMask()
            ? tf.zerosLike(output)
            : states.before("output", Shape.of(Signal.of(output).size()));
    Operand<T> chosen = tf.select(counts, output, held);
    if (!layer.zeroOutputForMask()) {
      states.after("output", chosen);
    }
    List<Operand<T>> after = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      after.add(tf.select(counts, step.states().get(i), before.get(i)));
    }
    return new Step<>(chosen, after);
  }

  private List<StreamValue<T>> streamed(Ops tf, Step<T> step, Optional<Operand<TBool>> mask) {
    List<StreamValue<T>> outputs = new ArrayList<>();
    outputs.add(
        layer.returnSequences()
            ? StreamValue.ofSequence(
                Signal.of(tf.expandDims(step.output(), tf.constant(Axes.TIME)), mask))
            : StreamValue.soFar(Signal.of(step.output())));
    if (layer.returnState()) {
      step.states().forEach(state -> outputs.add(StreamValue.soFar(Signal.of(state))));
    }
    return outputs;
  }

  private Optional<ScanResult<T>> inBlocks(
      Ops tf, Signal<T> input, List<Operand<T>> states, Parameters<T> parameters, Pass pass) {
    boolean wanted = layer.method() == ScanMethod.AUTO || layer.method() == ScanMethod.BLOCKED;
    if (!wanted || input.mask().isPresent() || layer.timeMajor()) {
      return Optional.empty();
    }
    Signal<T> inOrder = layer.goBackwards() ? Signal.of(turned(tf, input.value(tf))) : input;
    return cell.inBlocks(tf, inOrder, states, parameters, layer.returnSequences(), pass)
        .map(
            result ->
                new ScanResult<>(
                    result.sequences().stream().map(all -> turned(tf, all)).toList(),
                    result.lastOutputs(),
                    result.states()));
  }

  /** A sequence in the order of the steps, or back. */
  private Operand<T> turned(Ops tf, Operand<T> sequence) {
    return layer.goBackwards()
        ? tf.reverse(sequence, tf.constant(new int[] {layer.timeMajor() ? 0 : 1}))
        : sequence;
  }

  private ScanResult<T> byStep(
      Ops tf, Signal<T> input, List<Operand<T>> first, Parameters<T> parameters) {
    Scan<T> scan =
        Scan.of(
            (body, x, states, flat) -> {
              Step<T> step = cell.step(body, x.get(0), states, parameters.over(flat));
              return new Scan.Result<>(List.of(step.output()), step.states());
            },
            layer.scanOptions());
    Operand<T> projected = cell.project(tf, input, parameters);
    return scan.run(tf, List.of(projected), first, parameters.flatten(), input.mask());
  }

  private Operand<TInt64> batch(Ops tf, Signal<T> input) {
    return layer.timeMajor()
        ? tf.stridedSlice(tf.shape(input.value(tf), TInt64.class), Indices.at(1))
        : input.batch(tf);
  }

  private List<Operand<T>> initialStates(Ops tf, List<Signal<T>> inputs, Operand<TInt64> batch) {
    List<Operand<T>> states = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      if (inputs.size() > 1) {
        states.add(inputs.get(i + 1).value(tf));
      } else if (layer.stateful()) {
        // The update writes into the variable's memory, which an identity would share with the
        // gradient: that reads the initial state again, after the loop.
        states.add(tf.deepCopy(kept.get(i)));
      } else {
        Operand<TInt64> shape = tf.stack(List.of(batch, tf.constant((long) sizes.get(i))));
        states.add(tf.fill(shape, tf.dtypes.cast(tf.constant(0), type)));
      }
    }
    return states;
  }

  private List<Signal<T>> outputs(Ops tf, ScanResult<T> result, Optional<Operand<TBool>> mask) {
    List<Signal<T>> outputs = new ArrayList<>();
    if (layer.returnSequences()) {
      outputs.add(Signal.of(turned(tf, result.sequence()), mask));
    } else {
      outputs.add(Signal.of(result.lastOutputs().get(0)));
    }
    if (layer.returnState()) {
      result.states().forEach(state -> outputs.add(Signal.of(state)));
    }
    return outputs;
  }
}
