package io.github.lmu4j.io;

/**
 * The elements that tensors look at, as a pickle names them.
 *
 * @param type element type
 * @param key its name in the file
 * @param elements how many
 */
record TorchStorage(TorchType type, String key, long elements) {

  /** The content of a file's storages. */
  @FunctionalInterface
  interface Content {

    /**
     * Reads a storage.
     *
     * @return its elements, little-endian
     * @throws java.io.IOException if the file has no storage of that name and length
     */
    byte[] bytes(TorchStorage storage) throws java.io.IOException;
  }
}
