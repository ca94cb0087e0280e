package io.github.lmu4j.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes a dictionary of tensors by name as a pickle of protocol 2, as {@code torch.save} does: an
 * OrderedDict whose tensors look at storages 0, 1, 2 and so on.
 */
final class PickleWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PickleWriter() {}

  static byte[] write(Map<String, StoredTensor> tensors) {
    PickleWriter writer = new PickleWriter();
    writer.op(PickleOpcode.PROTO).out.write(2);
    writer.emptyOrderedDict().op(PickleOpcode.MARK);
    int index = 0;
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      writer.text(entry.getKey()).tensor(Integer.toString(index++), entry.getValue());
    }
    writer.op(PickleOpcode.SETITEMS).op(PickleOpcode.STOP);
    return writer.out.toByteArray();
  }

  private PickleWriter op(PickleOpcode opcode) {
    out.write(opcode.code());
    return this;
  }

  private PickleWriter global(String module, String name) {
    op(PickleOpcode.GLOBAL);
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private PickleWriter emptyOrderedDict() {
    return global("collections", "OrderedDict")
        .op(PickleOpcode.EMPTY_TUPLE)
        .op(PickleOpcode.REDUCE);
  }

  private PickleWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    op(PickleOpcode.BINUNICODE).integer(utf8.length).out.writeBytes(utf8);
    return this;
  }

  private PickleWriter integer(int value) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(bytes.putInt(value).array());
    return this;
  }

  private PickleWriter number(long value) {
    return op(PickleOpcode.BININT).integer(Math.toIntExact(value));
  }

  private PickleWriter tensor(String key, StoredTensor tensor) {
    String storage = tensor.type().global();
    long[] sizes = tensor.shape().asArray();
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, sizes[axis]);
    }
    return global("torch._utils", "_rebuild_tensor_v2")
        .op(PickleOpcode.MARK)
        .op(PickleOpcode.MARK)
        .text("storage")
        .global("torch", storage.substring(storage.lastIndexOf('.') + 1))
        .text(key)
        .text("cpu")
        .number(tensor.shape().size())
        .op(PickleOpcode.TUPLE)
        .op(PickleOpcode.BINPERSID)
        .number(0)
        .numbers(sizes)
        .numbers(strides)
        .op(PickleOpcode.NEWFALSE)
        .emptyOrderedDict()
        .op(PickleOpcode.TUPLE)
        .op(PickleOpcode.REDUCE);
  }

  private PickleWriter numbers(long[] values) {
    op(PickleOpcode.MARK);
    for (long value : values) {
      number(value);
    }
    return op(PickleOpcode.TUPLE);
  }
}
