package io.github.lmu4j.io;

import io.github.lmu4j.model.ModelGraph;
import io.github.lmu4j.model.StepGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The signature {@code step} of a SavedModel: one time step along any number of streams, with which
 * whatever serves the model can stream it, keeping the states itself.
 *
 * <p>Inputs are those of the model, by its names and without the axis of time, and the states
 * before the step. Outputs are those of the model, of sequences the step's alone, and the states
 * after it. A state is called {@code state_} and its path, {@code _} standing for every character
 * that is no letter or digit; what becomes of it is called {@code next_} and the same: {@code
 * next_state_lmu_memory} of one call is {@code state_lmu_memory} of the next. The first call takes
 * zeros of the shapes that the signature tells.
 */
final class StepSignature {

  /** The name of the signature. */
  static final String NAME = "step";

  private static final String STATE = "state_";
  private static final String NEXT = "next_";

  private StepSignature() {}

  /**
   * Adds a step to the graph of a model.
   *
   * @throws IllegalArgumentException if the model does not run along streams
   */
  static <T extends TFloating> Signature of(ModelGraph<T> graph) {
    StepGraph<T> step = StepGraph.of(graph);
    // What is an output and a state as well needs two names: TensorFlow Java tells results by them.
    Ops tf = graph.tf().withSubScope("step");
    Signature.Builder signature = Signature.builder(NAME);
    Set<String> inputs = new HashSet<>();
    for (int i = 0; i < step.inputs().size(); i++) {
      String name = graph.model().inputs().get(i).name();
      inputs.add(name);
      signature.input(name, step.inputs().get(i));
    }
    List<String> outputNames = graph.model().outputNames();
    Set<String> outputs = new HashSet<>(outputNames);
    for (int i = 0; i < outputNames.size(); i++) {
      signature.output(outputNames.get(i), tf.identity(step.outputs().get(i)));
    }
    for (Map.Entry<String, StepGraph.State<T>> state : step.states().entrySet()) {
      String name = STATE + state.getKey().replaceAll("[^A-Za-z0-9]", "_");
      while (inputs.contains(name) || outputs.contains(NEXT + name)) {
        name += "_";
      }
      inputs.add(name);
      outputs.add(NEXT + name);
      signature.input(name, state.getValue().before());
      signature.output(NEXT + name, tf.identity(state.getValue().after()));
    }
    return signature.build();
  }
}
