package io.github.lmu4j.train.callbacks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.Summary;

/**
 * A file of events that TensorBoard reads: a TFRecord file of {@code Event} messages.
 *
 * <p>A record is its length (8 bytes, little-endian), the masked CRC-32C of these, the message, and
 * the masked CRC-32C of the message.
 */
final class EventFile implements AutoCloseable {

  private static final int MASK_DELTA = 0xa282ead8;

  private final OutputStream out;

  private EventFile(OutputStream out) {
    this.out = out;
  }

  /** The path of a new file, named by the time, so that TensorBoard takes later ones for later. */
  static Path name(Path folder, long millis) {
    return folder.resolve(
        "events.out.tfevents.%010d.lmu4j.%03d".formatted(millis / 1000, millis % 1000));
  }

  /** Begins a file, or goes on with it. */
  static EventFile append(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    boolean begins = !Files.exists(path);
    EventFile file =
        new EventFile(
            new BufferedOutputStream(
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
    if (begins) {
      file.write(Event.newBuilder().setWallTime(seconds()).setFileVersion("brain.Event:2"));
    }
    return file;
  }

  void scalar(String tag, long step, double value) throws IOException {
    write(event(step, Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value)));
  }

  void histogram(String tag, long step, HistogramProto histogram) throws IOException {
    write(event(step, Summary.Value.newBuilder().setTag(tag).setHisto(histogram)));
  }

  private static Event.Builder event(long step, Summary.Value.Builder value) {
    return Event.newBuilder()
        .setWallTime(seconds())
        .setStep(step)
        .setSummary(Summary.newBuilder().addValue(value));
  }

  private static double seconds() {
    return System.currentTimeMillis() / 1000.0;
  }

  private void write(Event.Builder event) throws IOException {
    byte[] message = event.build().toByteArray();
    byte[] length = littleEndian(Long.BYTES).putLong(message.length).array();
    out.write(length);
    out.write(littleEndian(Integer.BYTES).putInt(maskedChecksum(length)).array());
    out.write(message);
    out.write(littleEndian(Integer.BYTES).putInt(maskedChecksum(message)).array());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Rotated, so that a checksum of data that hold their checksum is not always the same. */
  private static int maskedChecksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
