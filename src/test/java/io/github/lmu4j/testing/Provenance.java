package io.github.lmu4j.testing;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a fixture comes from.
 *
 * @param forms what became of every form: {@code ok}, or Keras' error when it saved the model or
 *     read it back; with {@code , not kept: size} behind it the file is not in the fixture
 */
public record Provenance(Map<String, String> forms) {

  /**
   * Reads a fixture's provenance.
   *
   * @param folder the fixture
   * @return its provenance
   */
  public static Provenance of(Path folder) {
    try {
      Map<String, String> forms = new LinkedHashMap<>();
      JsonParser.parseString(Files.readString(folder.resolve("provenance.json")))
          .getAsJsonObject()
          .getAsJsonObject("forms")
          .asMap()
          .forEach((form, outcome) -> forms.put(form, outcome.getAsString()));
      return new Provenance(forms);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
