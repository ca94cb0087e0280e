package io.github.lmu4j.spiking;

import io.github.lmu4j.ops.Scan;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Builds some steps of a {@link DelayNetwork} that follow each other, as one round of a loop.
 *
 * <p>Inputs: u, target and learning (1 or 0), each of shape (steps). States: memory (order),
 * voltage (1, neurons), weights and activity (2, neurons), filtered (1, 1). Parameters: encoders
 * times gain and dt (order, neurons), bias times dt (neurons). Outputs: decoded (steps), memory
 * (steps, order).
 */
record DelayBlock<T extends TFloating>(
    int steps, NeuronType neurons, MemoryBlock memory, LearnedDecoder decoder)
    implements Scan.Step<T> {

  static <T extends TFloating> DelayBlock<T> of(DelayNetwork network, int neurons, int steps) {
    return new DelayBlock<>(
        steps,
        network.neurons(),
        new MemoryBlock(network.memory(), steps),
        new LearnedDecoder(network, neurons, steps));
  }

  @Override
  public Scan.Result<T> apply(
      Ops tf, List<Operand<T>> inputs, List<Operand<T>> states, List<Operand<T>> parameters) {
    Operand<T> memories = memory.advance(tf, inputs.get(0), states.get(0));
    Operand<T> current =
        tf.math.add(tf.linalg.matMul(memories, parameters.get(0)), parameters.get(1));
    NeuronType.Activity<T> activity = neurons.fire(tf, current, states.get(1), steps);
    LearnedDecoder.Result<T> result =
        decoder.advance(
            tf,
            activity.spikes(),
            tf.reshape(inputs.get(1), tf.constant(new int[] {steps, 1})),
            tf.reshape(inputs.get(2), tf.constant(new int[] {1, steps})),
            states.get(2),
            states.get(3));
    Operand<T> last =
        tf.reshape(
            tf.slice(
                memories, tf.constant(new int[] {steps - 1, 0}), tf.constant(new int[] {1, -1})),
            tf.constant(new int[] {-1}));
    return new Scan.Result<>(
        List.of(tf.reshape(result.decoded(), tf.constant(new int[] {steps})), memories),
        List.of(last, activity.voltage(), result.state(), result.filtered()));
  }
}
