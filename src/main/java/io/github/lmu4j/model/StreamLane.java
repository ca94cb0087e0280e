package io.github.lmu4j.model;

import java.nio.ByteBuffer;

/**
 * Streams that follow each other and are advanced by one run of the graph.
 *
 * @param first number of the first stream
 * @param rows number of streams
 * @param step advances them
 * @param inputs one sample of each
 * @param outputs their answers
 * @param states their states, a row for each
 */
record StreamLane(
    int first,
    int rows,
    NativeStep.Lane step,
    StreamBuffer inputs,
    StreamBuffer outputs,
    ByteBuffer states) {

  /** The last lane may have fewer streams than the graph has rows; the others then idle along. */
  static StreamLane of(FrozenStep frozen, NativeStep loaded, int first, int rows) {
    NativeStep.Lane step = loaded.lane();
    PackedStep packed = frozen.packed();
    ByteBuffer states =
        packed.stateSize() == 0 ? ByteBuffer.allocate(0) : step.buffer(FrozenStep.STATES);
    return new StreamLane(
        first,
        rows,
        step,
        StreamBuffer.of(step.buffer(FrozenStep.INPUTS), frozen.type(), rows, packed.inputSize()),
        StreamBuffer.of(step.buffer(FrozenStep.OUTPUTS), frozen.type(), rows, packed.outputSize()),
        states.slice(0, states.capacity() / frozen.streams() * rows));
  }

  /** Sets the states of one of all streams to zeros, if it is one of these. */
  void reset(int stream) {
    if (stream >= first && stream < first + rows) {
      int row = states.capacity() / rows;
      for (int i = 0; i < row; i++) {
        states.put((stream - first) * row + i, (byte) 0);
      }
    }
  }
}
