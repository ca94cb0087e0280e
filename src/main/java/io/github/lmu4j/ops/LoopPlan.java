package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * What is known of a scan before its loops are built: types, static shapes, and what is carried.
 *
 * @param scan the scan
 * @param type dtype
 * @param stacks how values are stored
 * @param leadingAxes how many first axes of an output may have sizes that are known at run time
 *     only
 * @param inputs sequences, time first
 * @param mask none or one
 * @param states what the step carries
 * @param parameters what is the same at every step
 * @param trace what the step does
 */
record LoopPlan<T extends TFloating>(
    Scan<T> scan,
    Class<T> type,
    TimeStack stacks,
    int leadingAxes,
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

  static <T extends TFloating> LoopPlan<T> of(
      Scan<T> scan, TimeStack stacks, int leadingAxes, Roles<Slot> arguments) {
    StepTrace trace =
        StepTrace.of(
            scan.step(),
            arguments.get(INPUTS).stream().map(Slot::withoutTime).toList(),
            arguments.get(STATES),
            arguments.get(PARAMETERS));
    trace.outputs().forEach(output -> checkOutput(output, leadingAxes));
    if (trace.outputs().isEmpty() && arguments.get(STATES).isEmpty()) {
      throw new IllegalArgumentException("a scan must have an output or a state (got neither)");
    }
    return new LoopPlan<>(
        scan,
        type(arguments.get(INPUTS).get(0)),
        stacks,
        leadingAxes,
        arguments.get(INPUTS),
        arguments.get(MASK),
        arguments.get(STATES),
        arguments.get(PARAMETERS),
        trace);
  }

  /** A loop forward only, of values whose shapes are known. */
  static <T extends TFloating> LoopPlan<T> withoutGradient(
      Scan.Step<T> step, Roles<Slot> arguments) {
    List<Slot> inputs = arguments.get(INPUTS);
    StepTrace trace =
        StepTrace.withoutGradient(
            step,
            inputs.stream().map(Slot::withoutTime).toList(),
            arguments.get(STATES),
            arguments.get(PARAMETERS));
    trace.outputs().forEach(output -> checkOutput(output, 0));
    return new LoopPlan<>(
        Scan.of(step),
        type(inputs.get(0)),
        TimeStack.IN_PLACE,
        0,
        inputs,
        List.of(),
        arguments.get(STATES),
        arguments.get(PARAMETERS),
        trace);
  }

  @SuppressWarnings("unchecked")
  private static <T extends TFloating> Class<T> type(Slot slot) {
    return (Class<T>) slot.type();
  }

  private static void checkOutput(Slot output, int leadingAxes) {
    Shape shape = output.shape();
    if (shape.isUnknown()
        || (shape.numDimensions() > leadingAxes
            && shape.subShape(leadingAxes, shape.numDimensions()).hasUnknownDimension())) {
      throw new IllegalArgumentException(
          "all sizes of an output but the batch size must be known (got shape %s)"
              .formatted(shape));
    }
  }

  ScanOptions options() {
    return scan.options();
  }

  /** Whether TensorFlow turns the loops into switches and merges. */
  boolean lowered() {
    return stacks == TimeStack.IN_PLACE;
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
