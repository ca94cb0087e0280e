package io.github.lmu4j.io;

import io.github.lmu4j.io.PickleValue.Sequence;
import io.github.lmu4j.io.PickleValue.Text;
import io.github.lmu4j.io.PickleValue.Whole;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a file of {@code torch.save}: what its pickle holds, and the storages that its
 * tensors look at.
 *
 * <p>Both forms are read: the zip file of PyTorch 1.6 and later, {@code <name>/data.pkl} beside
 * {@code <name>/data/<key>}, and the older one, pickles in a row with the storages behind them.
 */
final class TorchFile implements Closeable {

  /** PyTorch's pickles have some 200 bytes a tensor. */
  private static final int MAX_PICKLE = 4 << 20;

  /** Tensors may share a storage, as tied weights do; a few times, not without end. */
  private static final int MAX_SHARING = 4;

  private static final long ALWAYS_ALLOWED = 64L << 20;

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  /** What the pickle of the magic number begins with: protocol 2, a long of 10 bytes. */
  private static final byte[] LEGACY_START = {(byte) 0x80, 2, (byte) 0x8a, 10};

  private final String place;
  private final String form;
  private final PickleValue content;
  private final TorchStorage.Content storages;
  private final Closeable source;
  private long left;

  private TorchFile(
      String place,
      String form,
      PickleValue content,
      TorchStorage.Content storages,
      Closeable source,
      long size) {
    this.place = place;
    this.form = form;
    this.content = content;
    this.storages = storages;
    this.source = source;
    left = Math.max(ALWAYS_ALLOWED, MAX_SHARING * size);
  }

  /** Whether a file begins like one of the older form. */
  static boolean isLegacy(byte[] start) {
    return start.length >= LEGACY_START.length
        && java.util.Arrays.equals(LEGACY_START, 0, 4, start, 0, 4);
  }

  /** Whether a zip file is one of PyTorch's. */
  static boolean isOne(ZipArchive archive) {
    return pickle(archive).isPresent();
  }

  private static Optional<String> pickle(ZipArchive archive) {
    return archive.names().stream()
        .filter(name -> name.indexOf('/') > 0 && name.indexOf('/') == name.lastIndexOf('/'))
        .filter(name -> name.endsWith("/data.pkl"))
        .findFirst();
  }

  /**
   * Opens a file of either form.
   *
   * @throws ModelFormatException if it is none, or has anything but plain values and tensors
   */
  static TorchFile open(Path file) throws IOException {
    return isLegacy(FileBytes.start(file, LEGACY_START.length)) ? openLegacy(file) : openZip(file);
  }

  private static TorchFile openZip(Path file) throws IOException {
    ZipArchive archive = ZipArchive.open(file);
    try {
      String pickle =
          pickle(archive)
              .orElseThrow(
                  () ->
                      new ModelFormatException(
                          file.toString(), "an entry <name>/data.pkl", archive.names() + ""));
      String folder = pickle.substring(0, pickle.length() - "data.pkl".length());
      requireLittleEndian(archive, folder + "byteorder");
      byte[] bytes = archive.read(pickle);
      TorchLibrary library = new TorchLibrary();
      PickleValue content =
          PickleMachine.read(archive.place(pickle), limited(archive.place(pickle), bytes), library);
      long size = library.storages().values().stream().mapToLong(TorchFile::byteSize).sum();
      Map<String, byte[]> read = new HashMap<>();
      return new TorchFile(
          file.toString(),
          "PyTorch (zip)",
          content,
          storage -> {
            byte[] known = read.get(storage.key());
            return known != null ? known : keep(read, archive, folder, storage);
          },
          archive,
          size);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private static byte[] keep(
      Map<String, byte[]> read, ZipArchive archive, String folder, TorchStorage storage)
      throws IOException {
    String name = folder + "data/" + storage.key();
    byte[] bytes = archive.read(name);
    requireSize(archive.place(name), storage, bytes.length);
    read.put(storage.key(), bytes);
    return bytes;
  }

  private static void requireLittleEndian(ZipArchive archive, String name) throws IOException {
    if (archive.names().contains(name)) {
      String order = new String(archive.read(name), java.nio.charset.StandardCharsets.US_ASCII);
      if (!order.equals("little")) {
        throw new ModelFormatException(archive.place(name), "little", order);
      }
    }
  }

  private static ByteBuffer limited(String place, byte[] pickle) throws ModelFormatException {
    if (pickle.length > MAX_PICKLE) {
      throw new ModelFormatException(
          place, "a pickle of at most %d bytes".formatted(MAX_PICKLE), pickle.length + "");
    }
    return ByteBuffer.wrap(pickle);
  }

  /** What a storage takes; at most what one array holds. */
  private static long byteSize(TorchStorage storage) {
    return Math.min(storage.elements(), Integer.MAX_VALUE) * storage.type().bytes();
  }

  private static void requireSize(String place, TorchStorage storage, long found)
      throws ModelFormatException {
    if (found != byteSize(storage)) {
      throw new ModelFormatException(
          place,
          "%d elements of %s, %d bytes"
              .formatted(storage.elements(), storage.type().torchName(), byteSize(storage)),
          found + " bytes");
    }
  }

  private static TorchFile openLegacy(Path file) throws IOException {
    String place = file.toString();
    byte[] bytes = FileBytes.read(file, Integer.MAX_VALUE - 64);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    in.limit(Math.min(bytes.length, MAX_PICKLE));
    TorchLibrary library = new TorchLibrary();
    requireHeader(place, in, library);
    PickleValue content = PickleMachine.read(place, in, library);
    PickleValue keys = PickleMachine.read(place, in, new TorchLibrary());
    in.limit(bytes.length);
    Map<String, byte[]> storages = new HashMap<>();
    for (PickleValue key : keys instanceof Sequence list ? list.items() : List.<PickleValue>of()) {
      TorchStorage storage = key instanceof Text text ? library.storages().get(text.text()) : null;
      if (storage == null) {
        throw new ModelFormatException(
            place, "keys of storages that tensors look at", PickleMachine.kind(key));
      }
      storages.put(storage.key(), legacyStorage(place, in, storage));
    }
    return new TorchFile(
        place,
        "PyTorch (before 1.6)",
        content,
        storage -> {
          byte[] found = storages.get(storage.key());
          if (found == null) {
            throw new ModelFormatException(place, "a storage " + storage.key(), "none");
          }
          return found;
        },
        () -> {},
        bytes.length);
  }

  private static void requireHeader(String place, ByteBuffer in, TorchLibrary library)
      throws ModelFormatException {
    PickleValue magic = PickleMachine.read(place, in, library);
    if (!(magic instanceof Whole number) || !number.number().equals(MAGIC)) {
      throw new ModelFormatException(place, "PyTorch's magic number", PickleMachine.kind(magic));
    }
    PickleValue version = PickleMachine.read(place, in, library);
    if (!(version instanceof Whole known) || known.clamped() != VERSION) {
      throw new ModelFormatException(place, "version " + VERSION, PickleMachine.kind(version));
    }
    PickleValue system = PickleMachine.read(place, in, library);
    boolean little =
        system instanceof PickleValue.Dictionary dictionary
            && dictionary.items().get(new Text("little_endian")) instanceof PickleValue.Truth truth
            && truth.value();
    if (!little) {
      throw new ModelFormatException(place, "a little-endian file", "another");
    }
  }

  private static byte[] legacyStorage(String place, ByteBuffer in, TorchStorage storage)
      throws ModelFormatException {
    long elements = in.remaining() < Long.BYTES ? -1 : in.getLong();
    if (elements != storage.elements()) {
      throw new ModelFormatException(
          place,
          "storage %s of %d elements".formatted(storage.key(), storage.elements()),
          elements < 0 ? "the end of the file" : elements + "");
    }
    requireSize(place, storage, Math.min(in.remaining(), byteSize(storage)));
    byte[] bytes = new byte[(int) byteSize(storage)];
    in.get(bytes);
    return bytes;
  }

  /** What errors call the file. */
  String place() {
    return place;
  }

  /** Which form it has. */
  String form() {
    return form;
  }

  /** What was saved. */
  PickleValue content() {
    return content;
  }

  /**
   * Reads a tensor.
   *
   * @throws ModelFormatException if its storage is missing or too short, or if tensors have been
   *     read that are together much larger than the file
   */
  StoredTensor read(String name, TorchTensor tensor) throws IOException {
    left -= tensor.byteSize();
    if (left < 0 || tensor.byteSize() > Integer.MAX_VALUE - 64) {
      throw new ModelFormatException(
          place,
          "tensors of at most 2 GiB, together not much larger than the file",
          "%s of %d bytes".formatted(name, tensor.byteSize()));
    }
    byte[] stored = storages.bytes(tensor.storage());
    return new StoredTensor(tensor.storage().type(), tensor.array(stored), tensor.parameter());
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
