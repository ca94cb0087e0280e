package io.github.lmu4j.io;

import io.jhdf.HdfFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An HDF5 file, held in memory, so that no size in it can ask for more than there is.
 *
 * <p>What Keras writes is supported: groups, arrays in one piece, attributes of text. Links, files
 * beside this one, and filters are refused.
 */
final class Hdf5File implements Closeable {

  private final String place;
  private final HdfFile file;

  private Hdf5File(String place, HdfFile file) {
    this.place = place;
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws ModelFormatException if it is no HDF5 file
   * @throws IOException if it cannot be read
   */
  static Hdf5File open(Path file) throws IOException {
    return of(file.toString(), FileBytes.read(file, Integer.MAX_VALUE - 64));
  }

  /**
   * Opens a file in memory; {@code place} is what errors call it.
   *
   * @throws ModelFormatException if it is no HDF5 file
   */
  static Hdf5File of(String place, byte[] content) throws ModelFormatException {
    return new Hdf5File(place, Hdf5Group.guarded(place, () -> HdfFile.fromBytes(content)));
  }

  Hdf5Group root() {
    return new Hdf5Group(place, "", file, 0);
  }

  @Override
  public void close() {
    file.close();
  }
}
