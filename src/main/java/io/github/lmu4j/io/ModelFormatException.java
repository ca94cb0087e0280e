package io.github.lmu4j.io;

import java.io.IOException;

/** A file that is not what it should be: says which, what was expected, and what was found. */
public final class ModelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST_FOUND = 500;

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

  /** What was found comes from the file: it must not fill the screen or steer the terminal. */
  private static String message(String place, String expected, String found) {
    String shown =
        found.length() > LONGEST_FOUND ? found.substring(0, LONGEST_FOUND) + "..." : found;
    return "%s: expected %s, found %s"
        .formatted(place, expected, shown)
        .replaceAll("\\p{Cntrl}+", " ");
  }
}
