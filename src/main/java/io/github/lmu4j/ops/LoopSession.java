package io.github.lmu4j.ops;

import java.util.Iterator;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.proto.ConfigProto;

/** The session settings that loops which run side by side need. */
public final class LoopSession {

  /** The scope of the loops over the parts of one batch. */
  static final String SCOPE = "side_by_side";

  private LoopSession() {}

  /**
   * The settings with which a graph runs best.
   *
   * @param graph a complete graph
   * @return {@link #sideBySide} if it has loops over the parts of a batch, else TensorFlow's own
   */
  public static ConfigProto of(Graph graph) {
    Iterator<GraphOperation> operations = graph.operations();
    while (operations.hasNext()) {
      if (operations.next().name().contains(SCOPE)) {
        return sideBySide();
      }
    }
    return ConfigProto.getDefaultInstance();
  }

  /**
   * One thread for each operation, and as many operations at once as there are processors.
   *
   * <p>The parts of a batch then use all processors, each with the products of its own loop. By
   * default TensorFlow gives every product all processors, of which a loop's small products use
   * one, and its threads then wait for each other.
   *
   * <p>The threads inside operations belong to the process: the first session that it opens decides
   * their number for all that follow, whatever those ask for.
   *
   * @return a configuration for {@code new Session(graph, config)}
   */
  public static ConfigProto sideBySide() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(Runtime.getRuntime().availableProcessors())
        .build();
  }
}
