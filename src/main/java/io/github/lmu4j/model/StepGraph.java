package io.github.lmu4j.model;

import io.github.lmu4j.layers.StreamStates;
import io.github.lmu4j.layers.StreamValue;
import io.github.lmu4j.ops.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.family.TFloating;

/**
 * One step of a model along streams, in the graph of the model: it shares the model's weights.
 *
 * @param <T> dtype
 * @param inputs one placeholder a model input, (streams, ...) without the axis of time
 * @param states what is kept from step to step, by the paths of the layers that keep it
 * @param outputs one value a model output: of a sequence the step's, (streams, ...) without the
 *     axis of time, otherwise what it would be if the sequence ended with this step
 */
public record StepGraph<T extends TFloating>(
    List<Placeholder<T>> inputs, Map<String, State<T>> states, List<Operand<T>> outputs) {

  /**
   * A state.
   *
   * @param <T> dtype
   * @param shape shape of one stream's
   * @param before placeholder for the state before the step, (streams, ...)
   * @param after the state after it
   */
  public record State<T extends TFloating>(Shape shape, Placeholder<T> before, Operand<T> after) {}

  /**
   * Adds a step to the graph of a model.
   *
   * @param <T> dtype
   * @param graph the model's graph
   * @return the step, for as many streams as the model's batch size says; any number if it is open
   * @throws IllegalArgumentException if an input is not a sequence, or an output depends on later
   *     steps
   */
  public static <T extends TFloating> StepGraph<T> of(ModelGraph<T> graph) {
    Ops tf = graph.tf().withSubScope("step");
    Class<T> type = graph.weights().type();
    long streams = graph.model().inputs().get(0).batchSize();
    Ops in = tf.withSubScope("inputs");
    List<Placeholder<T>> inputs = new ArrayList<>();
    List<StreamValue<T>> values = new ArrayList<>();
    for (Input input : graph.model().inputs()) {
      Shape sample = sample(input);
      Placeholder<T> placeholder = in.placeholder(type, Placeholder.shape(sample));
      inputs.add(placeholder);
      values.add(StreamValue.ofSequence(Signal.of(tf.expandDims(placeholder, tf.constant(1)))));
    }
    Memory<T> memory = new Memory<>(tf, streams, type, "", new LinkedHashMap<>());
    List<Operand<T>> outputs = new ArrayList<>();
    for (StreamValue<T> output : graph.function().step(tf, values, memory)) {
      Operand<T> value = output.signal().value(tf);
      outputs.add(output.isSequence() ? tf.squeeze(value, Squeeze.axis(List.of(1L))) : value);
    }
    Map<String, State<T>> states = new LinkedHashMap<>();
    memory.kept.forEach((path, kept) -> states.put(path, kept.state(path)));
    return new StepGraph<>(inputs, states, outputs);
  }

  /** The shape of one time step of an input: whether it is one, the layers that take it say. */
  private static Shape sample(Input input) {
    Shape example = input.shape();
    if (example.numDimensions() == 0 || example.tail().hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "on a stream input %s must have an axis of time, and its other sizes must be known (got %s)"
              .formatted(input.name(), example));
    }
    return example.tail().prepend(input.batchSize());
  }

  /** States as placeholders. */
  private record Memory<T extends TFloating>(
      Ops tf, long streams, Class<T> type, String prefix, Map<String, Kept<T>> kept)
      implements StreamStates<T> {

    @Override
    public Operand<T> before(String name, Shape shape) {
      String path = prefix + name;
      Placeholder<T> before =
          tf.withSubScope("states").placeholder(type, Placeholder.shape(shape.prepend(streams)));
      if (kept.putIfAbsent(path, new Kept<>(shape, before, new ArrayList<>())) != null) {
        throw new IllegalStateException("state %s was asked for twice".formatted(path));
      }
      return before;
    }

    @Override
    public void after(String name, Operand<T> value) {
      Kept<T> state = kept.get(prefix + name);
      if (state == null) {
        throw new IllegalStateException("state %s%s is unknown".formatted(prefix, name));
      }
      state.after.add(value);
    }

    @Override
    public StreamStates<T> child(String name) {
      return new Memory<>(tf, streams, type, prefix + name + "/", kept);
    }
  }

  private record Kept<T extends TFloating>(
      Shape shape, Placeholder<T> before, List<Operand<T>> after) {

    State<T> state(String path) {
      if (after.size() != 1) {
        throw new IllegalStateException(
            "state %s must be kept once a step (got %d)".formatted(path, after.size()));
      }
      return new State<>(shape, before, after.get(0));
    }
  }
}
