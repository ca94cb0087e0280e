package io.github.lmu4j.model;

import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Operands;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * One step of a model along streams, with its weights as constants.
 *
 * @param graph the graph
 * @param packed what it is fed with
 * @param type float32 or float64
 * @param streams number of streams that one run of the graph advances
 * @param states names and shapes of the states
 */
record FrozenStep(
    GraphDef graph, PackedStep packed, DType type, int streams, Map<String, Shape> states) {

  /** Places of the tensors that are fed; the last one only if there are states. */
  static final int INPUTS = 0;

  static final int OUTPUTS = 1;
  static final int STATES = 2;

  /** Freezes a step, with weights that are of its type. */
  static FrozenStep of(Model model, Weights weights, DType type, int streams) {
    return type == DType.FLOAT64
        ? of(model, weights, TFloat64.class, streams)
        : of(model, weights, TFloat32.class, streams);
  }

  private static <T extends TFloating> FrozenStep of(
      Model model, Weights weights, Class<T> type, int streams) {
    DType dtype = DType.of(type);
    try (Graph graph = new Graph()) {
      ModelGraph<T> built = ModelGraph.build(model.withBatchSize(streams), graph, type, 0);
      StepGraph<T> step = StepGraph.of(built);
      PackedStep packed = PackedStep.of(built.tf(), step, type, streams);
      VariableStore store = VariableStore.of(built);
      GraphDef whole = graph.toGraphDef();
      try (Session session = new Session(graph, config("DEFAULT"))) {
        store.assign(session, weights);
        GraphDef frozen =
            new FrozenGraph(whole, PackedStep.placeholders(), packed.replaced())
                .upTo(session, PackedStep.TARGET);
        Map<String, Shape> states = new LinkedHashMap<>();
        step.states().forEach((path, state) -> states.put(path, state.shape()));
        return new FrozenStep(frozen, packed, dtype, streams, states);
      }
    }
  }

  /** Makes it ready to run. */
  NativeStep load() {
    NativeStep.Feed inputs = feed(PackedStep.INPUTS, packed.inputSize());
    NativeStep.Feed outputs = feed(PackedStep.OUTPUTS, packed.outputSize());
    NativeStep.Feed states = feed(PackedStep.STATES, packed.stateSize());
    List<NativeStep.Feed> feeds =
        packed.stateSize() == 0 ? List.of(inputs, outputs) : List.of(inputs, outputs, states);
    return new NativeStep(graph, config(executor()), feeds, PackedStep.TARGET);
  }

  private NativeStep.Feed feed(String name, int size) {
    return new NativeStep.Feed(
        name, Operands.toDataType(type.tensorType()), Shape.of(streams, size));
  }

  /** The executor of one thread is the fastest, but does not know loops. */
  private String executor() {
    boolean loops =
        graph.getNodeList().stream()
            .anyMatch(node -> node.containsAttr("_lower_using_switch_merge"));
    return loops ? "DEFAULT" : "SINGLE_THREADED_EXECUTOR";
  }

  /** On the thread that calls alone. */
  private static ConfigProto config(String executor) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .setExperimental(ConfigProto.Experimental.newBuilder().setExecutorType(executor))
        .build();
  }
}
