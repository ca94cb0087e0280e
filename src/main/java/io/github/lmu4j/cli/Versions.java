package io.github.lmu4j.cli;

import io.github.lmu4j.io.LibraryVersion;
import org.tensorflow.TensorFlow;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"lmu4j " + library(), "TensorFlow " + TensorFlow.version()};
  }

  /** The library's version, from the jar's manifest. */
  static String library() {
    return LibraryVersion.text();
  }
}
