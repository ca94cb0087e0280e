package io.github.lmu4j.io;

import java.io.IOException;

/** A file that is not what it should be: says which, what was expected, and what was found. */
public final class ModelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param place the file, and the place within it where known
   * @param expected what should stand there
   * @param found what stands there
   */
  public ModelFormatException(String place, String expected, String found) {
    super(message(place, expected, found));
  }

  /**
   * Makes an exception that another one led to.
   *
   * @param place the file, and the place within it where known
   * @param expected what should stand there
   * @param found what stands there
   * @param cause what led to it
   */
  public ModelFormatException(String place, String expected, String found, Throwable cause) {
    super(message(place, expected, found), cause);
  }

  private static String message(String place, String expected, String found) {
    return "%s: expected %s, found %s".formatted(place, expected, found);
  }
}
