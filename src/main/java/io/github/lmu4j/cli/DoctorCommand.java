package io.github.lmu4j.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.types.TFloat32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what matters when something does not work: versions, native library, threads, XLA. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Show versions, devices, native library, XLA and threads.")
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    print(out, "lmu4j", Versions.library());
    print(out, "TensorFlow", TensorFlow.version());
    print(
        out, "Java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    print(
        out,
        "system",
        "%s %s, %d cores"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
    print(out, "heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB at most");
    print(out, "native library", Loader.getPlatform());
    print(out, "compute", computes(ConfigProto.getDefaultInstance()));
    print(out, "XLA", computes(xla()));
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, String name, String value) {
    out.printf("%-15s %s%n", name, value);
  }

  private static ConfigProto xla() {
    return ConfigProto.newBuilder()
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setOptimizerOptions(
                    OptimizerOptions.newBuilder()
                        .setGlobalJitLevel(OptimizerOptions.GlobalJitLevel.ON_2)))
        .build();
  }

  /** Runs a small product on the session's default device. */
  private static String computes(ConfigProto config) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, config)) {
      Ops tf = Ops.create(graph);
      var one = tf.constant(new float[][] {{1, 2}, {3, 4}});
      try (var result = session.runner().fetch(tf.linalg.matMul(one, one)).run()) {
        return ((TFloat32) result.get(0)).getFloat(1, 1) == 22 ? "ok" : "wrong result";
      }
    } catch (RuntimeException e) {
      return "fails: " + e.getMessage();
    }
  }
}
