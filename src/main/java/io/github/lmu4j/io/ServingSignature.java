package io.github.lmu4j.io;

import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Operands;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.family.TType;

/** Collects the inputs and outputs of a signature, under a method that TensorFlow Serving calls. */
final class ServingSignature {

  private static final String METHOD = "tensorflow/serving/predict";

  private final Ops tf;
  private final SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(METHOD);

  /** Begins a signature of a graph. */
  ServingSignature(Ops tf) {
    this.tf = tf;
  }

  /** Whether an input has this name. */
  boolean takes(String name) {
    return signature.containsInputs(name);
  }

  /** Whether an output has this name. */
  boolean gives(String name) {
    return signature.containsOutputs(name);
  }

  /** Adds an input. */
  void input(String name, Operand<?> placeholder) {
    signature.putInputs(name, info(placeholder.asOutput()));
  }

  /**
   * Adds an output, as a node of its own: one value may be several outputs, which TensorFlow Java
   * tells by the names of their nodes.
   */
  <V extends TType> void output(String name, Operand<V> value) {
    signature.putOutputs(name, info(tf.identity(value).asOutput()));
  }

  /** What was collected. */
  SignatureDef build() {
    return signature.build();
  }

  private static TensorInfo info(Output<? extends TType> output) {
    return TensorInfo.newBuilder()
        .setName(output.op().name() + ":" + output.index())
        .setDtype(Operands.toDataType(output.type()))
        .setTensorShape(TensorBundleWriter.shape(output.shape()))
        .build();
  }
}
