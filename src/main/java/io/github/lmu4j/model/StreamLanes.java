package io.github.lmu4j.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * All streams of a predictor, in lanes that are advanced side by side, each by a thread.
 *
 * <p>Samples and answers lie in arrays of shape (streams, steps, size): row {@code stream * steps +
 * t}. Floats and doubles have a method each: what they could share would be made at every step.
 */
final class StreamLanes implements AutoCloseable {

  private final int streams;
  private final int inputSize;
  private final int outputSize;
  private final NativeStep step;
  private final List<StreamLane> lanes = new ArrayList<>();
  private final List<ByteBuffer> states;
  private final Crew crew;

  /**
   * Makes the memory of all streams, filled with zeros, and starts the threads.
   *
   * @param frozen advances the streams of one lane
   * @param streams number of streams
   */
  StreamLanes(FrozenStep frozen, int streams) {
    this.streams = streams;
    inputSize = frozen.packed().inputSize();
    outputSize = frozen.packed().outputSize();
    step = frozen.load();
    for (int first = 0; first < streams; first += frozen.streams()) {
      int rows = Math.min(frozen.streams(), streams - first);
      lanes.add(StreamLane.of(frozen, step, first, rows));
    }
    states = lanes.stream().map(StreamLane::states).toList();
    crew = new Crew(lanes.stream().<Runnable>map(lane -> lane.step()::run).toList());
  }

  int streams() {
    return streams;
  }

  int inputSize() {
    return inputSize;
  }

  int outputSize() {
    return outputSize;
  }

  /** The memory of the states: rows of the streams, which follow each other in pieces. */
  List<ByteBuffer> states() {
    return states;
  }

  void run(int steps, float[] input, float[] output) {
    for (int t = 0; t < steps; t++) {
      for (StreamLane lane : lanes) {
        int row = lane.first() * steps + t;
        lane.inputs().put(input, row * inputSize, steps * inputSize);
      }
      crew.run();
      for (StreamLane lane : lanes) {
        int row = lane.first() * steps + t;
        lane.outputs().get(output, row * outputSize, steps * outputSize);
      }
    }
  }

  void run(int steps, double[] input, double[] output) {
    for (int t = 0; t < steps; t++) {
      for (StreamLane lane : lanes) {
        int row = lane.first() * steps + t;
        lane.inputs().put(input, row * inputSize, steps * inputSize);
      }
      crew.run();
      for (StreamLane lane : lanes) {
        int row = lane.first() * steps + t;
        lane.outputs().get(output, row * outputSize, steps * outputSize);
      }
    }
  }

  /** Sets the states of one stream to zeros. */
  void reset(int stream) {
    for (StreamLane lane : lanes) {
      lane.reset(stream);
    }
  }

  @Override
  public void close() {
    crew.close();
    step.close();
  }
}
