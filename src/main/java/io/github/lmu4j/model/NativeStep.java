package io.github.lmu4j.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/**
 * A graph that is run again and again on the same tensors, through TensorFlow's C interface: a run
 * makes nothing in Java, and all that it gives the graph has written into the tensors itself.
 *
 * <p>The public {@code Session} makes a dozen objects a run, new tensors for all results among
 * them, which takes longer than a small step.
 *
 * <p>Tensors of its own has each {@link Lane}; lanes may run at the same time.
 */
final class NativeStep implements AutoCloseable {

  /**
   * A tensor that is fed to a placeholder at every run.
   *
   * @param placeholder name of the node
   * @param type element type
   * @param shape shape, whole
   */
  record Feed(String placeholder, DataType type, Shape shape) {}

  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final TF_Status status;
  private final TF_Session session;
  private final List<Feed> feeds;
  private final TF_Output placeholders;
  private final PointerPointer<TF_Operation> target;

  /**
   * Loads a graph.
   *
   * @param definition the graph
   * @param config of the session
   * @param feeds what is fed
   * @param targetName name of the node that is run
   */
  NativeStep(GraphDef definition, ConfigProto config, List<Feed> feeds, String targetName) {
    this.feeds = List.copyOf(feeds);
    status = opened(tensorflow.TF_NewStatus(), s -> tensorflow.TF_DeleteStatus(s));
    try {
      TF_Graph graph = opened(tensorflow.TF_NewGraph(), g -> tensorflow.TF_DeleteGraph(g));
      importGraph(graph, definition);
      session = session(graph, config);
      placeholders = opened(new TF_Output(feeds.size()), Pointer::close);
      for (int i = 0; i < feeds.size(); i++) {
        placeholders.position(i).oper(operation(graph, feeds.get(i).placeholder)).index(0);
      }
      placeholders.position(0);
      target = opened(new PointerPointer<>(1), Pointer::close);
      target.put(0, operation(graph, targetName));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private interface Closing<V> {
    void close(V value);
  }

  private <V> V opened(V value, Closing<V> how) {
    closing.push(() -> how.close(value));
    return value;
  }

  private void importGraph(TF_Graph graph, GraphDef definition) {
    TF_ImportGraphDefOptions options = tensorflow.TF_NewImportGraphDefOptions();
    byte[] bytes = definition.toByteArray();
    try (BytePointer pointer = new BytePointer(bytes)) {
      TF_Buffer buffer = tensorflow.TF_NewBufferFromString(pointer, bytes.length);
      tensorflow.TF_GraphImportGraphDef(graph, buffer, options, status);
      tensorflow.TF_DeleteBuffer(buffer);
    } finally {
      tensorflow.TF_DeleteImportGraphDefOptions(options);
    }
    requireOk();
  }

  private TF_Session session(TF_Graph graph, ConfigProto config) {
    TF_SessionOptions options = tensorflow.TF_NewSessionOptions();
    byte[] bytes = config.toByteArray();
    try (BytePointer pointer = new BytePointer(bytes)) {
      tensorflow.TF_SetConfig(options, pointer, bytes.length, status);
      requireOk();
      TF_Session made = tensorflow.TF_NewSession(graph, options, status);
      requireOk();
      return opened(
          made,
          s -> {
            tensorflow.TF_CloseSession(s, status);
            tensorflow.TF_DeleteSession(s, status);
          });
    } finally {
      tensorflow.TF_DeleteSessionOptions(options);
    }
  }

  private static TF_Operation operation(TF_Graph graph, String name) {
    TF_Operation operation = tensorflow.TF_GraphOperationByName(graph, name);
    if (operation == null) {
      throw new IllegalStateException("the graph has no operation " + name);
    }
    return operation;
  }

  private void requireOk() {
    requireOk(status);
  }

  private static void requireOk(TF_Status status) {
    if (tensorflow.TF_GetCode(status) != tensorflow.TF_OK) {
      throw new IllegalStateException(tensorflow.TF_Message(status).getString());
    }
  }

  /** Makes tensors for the graph to run on, which live as long as it does. */
  Lane lane() {
    return new Lane();
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }

  /** The tensors of a run: one thread at a time may use them, others those of other lanes. */
  final class Lane {

    private final TF_Status outcome;
    private final PointerPointer<TF_Tensor> tensors;
    private final ByteBuffer[] buffers;

    private Lane() {
      outcome = opened(tensorflow.TF_NewStatus(), s -> tensorflow.TF_DeleteStatus(s));
      tensors = opened(new PointerPointer<>(feeds.size()), Pointer::close);
      buffers = new ByteBuffer[feeds.size()];
      for (int i = 0; i < feeds.size(); i++) {
        allocate(feeds.get(i), i);
      }
    }

    private void allocate(Feed feed, int index) {
      long[] sizes = feed.shape.asArray();
      int width = feed.type == DataType.DT_DOUBLE ? Double.BYTES : Float.BYTES;
      long bytes = feed.shape.size() * width;
      TF_Tensor tensor =
          opened(
              tensorflow.TF_AllocateTensor(feed.type.getNumber(), sizes, sizes.length, bytes),
              t -> tensorflow.TF_DeleteTensor(t));
      tensors.put(index, tensor);
      ByteBuffer buffer =
          tensorflow.TF_TensorData(tensor)
              .capacity(bytes)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder());
      while (buffer.hasRemaining()) {
        buffer.put((byte) 0);
      }
      buffers[index] = buffer.rewind();
    }

    /** The memory of a tensor, which begins with zeros. */
    ByteBuffer buffer(int feed) {
      return buffers[feed];
    }

    /** Runs the graph once, on the caller's thread. */
    void run() {
      tensorflow.TF_SessionRun(
          session,
          (TF_Buffer) null,
          placeholders,
          tensors,
          buffers.length,
          (TF_Output) null,
          (PointerPointer<TF_Tensor>) null,
          0,
          target,
          1,
          (TF_Buffer) null,
          outcome);
      requireOk(outcome);
    }
  }
}
