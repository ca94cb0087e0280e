package io.github.lmu4j.io;

import java.util.Optional;

/** This library's version, which model files name. */
public final class LibraryVersion {

  private LibraryVersion() {}

  /**
   * The version from the jar's manifest.
   *
   * @return such as {@code 0.1.0}; {@code (not run from its jar)} where there is no jar
   */
  public static String text() {
    return Optional.ofNullable(LibraryVersion.class.getPackage().getImplementationVersion())
        .orElse("(not run from its jar)");
  }
}
