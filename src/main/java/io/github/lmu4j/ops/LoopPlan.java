package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * What is known of a scan before its loops are built: types, static shapes, and what is carried.
 *
 * @param scan the scan
 * @param type dtype
 * @param inputs sequences, time first
 * @param mask none or one
 * @param states what the step carries
 * @param parameters what is the same at every step
 * @param trace what the step does
 */
record LoopPlan<T extends TFloating>(
    Scan<T> scan,
    Class<T> type,
    List<Slot> inputs,
    List<Slot> mask,
    List<Slot> states,
    List<Slot> parameters,
    StepTrace trace) {

  // The roles of a loop's variables.
  static final String INPUTS = "inputs";
  static final String MASK = "mask";
  static final String PARAMETERS = "parameters";
  static final String STATES = "states";

  /** The outputs of the step before. */
  static final String HELD = "held";

  /** The outputs of all steps. */
  static final String SEQUENCES = "sequences";

  /** The states before all steps. */
  static final String STORED = "stored";

  static <T extends TFloating> LoopPlan<T> of(Scan<T> scan, ScanLoop.Arguments<T> arguments) {
    List<Slot> inputs = slots(arguments.inputs());
    List<Slot> states = slots(arguments.states());
    List<Slot> parameters = slots(arguments.parameters());
    StepTrace trace =
        StepTrace.of(
            scan.step(), inputs.stream().map(Slot::withoutTime).toList(), states, parameters);
    if (trace.outputs().isEmpty() && states.isEmpty()) {
      throw new IllegalArgumentException("a scan must have an output or a state (got neither)");
    }
    List<Slot> mask = arguments.mask().map(Slot::of).stream().toList();
    return new LoopPlan<>(
        scan, arguments.inputs().get(0).type(), inputs, mask, states, parameters, trace);
  }

  private static List<Slot> slots(List<? extends Operand<?>> operands) {
    return operands.stream().map(Slot::of).toList();
  }

  ScanOptions options() {
    return scan.options();
  }

  boolean masked() {
    return !mask.isEmpty();
  }

  /** Whether a masked step repeats the outputs of the step before. */
  boolean holds() {
    return masked() && !options().zeroOutputForMask();
  }

  /** The outputs that are carried to the next step. */
  List<Slot> held() {
    return holds() || !options().returnSequences() ? trace.outputs() : List.of();
  }

  /** The outputs of all steps, if they are returned. */
  List<Slot> sequences() {
    return options().returnSequences()
        ? trace.outputs().stream().map(this::overTime).toList()
        : List.of();
  }

  /** The stored values of those states that the gradient needs. */
  List<Slot> stored() {
    return trace.storedStates().stream().map(i -> overTime(states.get(i))).toList();
  }

  /** One value per time step, of a length that may be known already. */
  private Slot overTime(Slot slot) {
    return new Slot(slot.type(), slot.shape().prepend(inputs.get(0).shape().get(0)));
  }
}
