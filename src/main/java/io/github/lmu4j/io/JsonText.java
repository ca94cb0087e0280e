package io.github.lmu4j.io;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Map;

/** Writes trees of maps, lists, texts and numbers as JSON. */
public final class JsonText {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private JsonText() {}

  /**
   * Writes a tree on one line.
   *
   * @param tree maps, lists, texts, numbers and truth values
   * @return JSON
   */
  public static String of(Map<String, ?> tree) {
    return GSON.toJson(tree);
  }
}
