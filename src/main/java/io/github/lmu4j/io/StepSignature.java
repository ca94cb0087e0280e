package io.github.lmu4j.io;

import io.github.lmu4j.model.ModelGraph;
import io.github.lmu4j.model.StepGraph;
import java.util.Map;
import org.tensorflow.proto.SignatureDef;
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
 * zeros of the shapes that the signature tells. Where such a name is taken, {@code _} is put after
 * it.
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
  static <T extends TFloating> SignatureDef of(ModelGraph<T> graph) {
    StepGraph<T> step = StepGraph.of(graph);
    ServingSignature signature = new ServingSignature(graph.tf().withSubScope(NAME));
    for (int i = 0; i < step.inputs().size(); i++) {
      signature.input(graph.model().inputs().get(i).name(), step.inputs().get(i));
    }
    for (int i = 0; i < step.outputs().size(); i++) {
      signature.output(graph.model().outputNames().get(i), step.outputs().get(i));
    }
    for (Map.Entry<String, StepGraph.State<T>> state : step.states().entrySet()) {
      String name = STATE + state.getKey().replaceAll("[^A-Za-z0-9]", "_");
      while (signature.takes(name) || signature.gives(NEXT + name)) {
        name += "_";
      }
      signature.input(name, state.getValue().before());
      signature.output(NEXT + name, state.getValue().after());
    }
    return signature.build();
  }
}
