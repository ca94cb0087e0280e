package io.github.lmu4j.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259, nothing looser) under limits: {@value #MAX_SIZE} bytes, {@value #MAX_DEPTH}
 * levels, {@value #MAX_ELEMENTS} elements, every key once.
 */
final class JsonReader {

  private static final int MAX_SIZE = 32 << 20;
  private static final int MAX_DEPTH = 200;
  private static final int MAX_ELEMENTS = 500_000;

  private final String document;
  private final com.google.gson.stream.JsonReader in;
  private int elements;

  private JsonReader(String document, Reader text) {
    this.document = document;
    in = new com.google.gson.stream.JsonReader(text);
    in.setStrictness(Strictness.STRICT);
    in.setNestingLimit(MAX_DEPTH);
  }

  /** Reads a file. */
  static Json read(Path file) throws IOException {
    return read(file.toString(), FileBytes.read(file, MAX_SIZE));
  }

  /** Reads a document in UTF-8; {@code document} is what errors call it. */
  static Json read(String document, byte[] utf8) throws ModelFormatException {
    requireSize(document, utf8.length);
    // A decoder made by hand reports malformed text, where a charset's name would replace it.
    return read(
        document,
        new InputStreamReader(new ByteArrayInputStream(utf8), StandardCharsets.UTF_8.newDecoder()));
  }

  /** Reads a document; {@code document} is what errors call it. */
  static Json read(String document, String text) throws ModelFormatException {
    requireSize(document, text.length());
    return read(document, new StringReader(text));
  }

  private static void requireSize(String document, int size) throws ModelFormatException {
    if (size > MAX_SIZE) {
      throw new ModelFormatException(
          document, "JSON of at most %d bytes".formatted(MAX_SIZE), size + " bytes");
    }
  }

  private static Json read(String document, Reader text) throws ModelFormatException {
    JsonReader reader = new JsonReader(document, text);
    try {
      Json root = reader.element(null, "");
      if (reader.in.peek() != JsonToken.END_DOCUMENT) {
        throw new ModelFormatException(document, "one JSON value", "more behind it");
      }
      return root;
    } catch (ModelFormatException e) {
      throw e;
    } catch (EOFException e) {
      throw new ModelFormatException(document, "whole JSON", "its end too early", e);
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(document, "text in UTF-8", "other bytes", e);
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new ModelFormatException(document, "JSON", String.valueOf(e.getMessage()), e);
    }
  }

  private Json element(@Nullable Json parent, Object step) throws IOException {
    if (++elements > MAX_ELEMENTS) {
      throw new ModelFormatException(
          document, "JSON of at most %d elements".formatted(MAX_ELEMENTS), "more");
    }
    return switch (in.peek()) {
      case BEGIN_OBJECT -> object(parent, step);
      case BEGIN_ARRAY -> list(parent, step);
      case STRING -> new Json(document, parent, step, in.nextString());
      case NUMBER -> new Json(document, parent, step, new Json.Numeral(in.nextString()));
      case BOOLEAN -> new Json(document, parent, step, in.nextBoolean());
      case NULL -> {
        in.nextNull();
        yield new Json(document, parent, step, null);
      }
      case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT ->
          throw new ModelFormatException(document, "a JSON value", String.valueOf(in.peek()));
    };
  }

  private Json object(@Nullable Json parent, Object step) throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    Json object = new Json(document, parent, step, members);
    in.beginObject();
    while (in.hasNext()) {
      String key = in.nextName();
      if (members.put(key, element(object, key)) != null) {
        throw new ModelFormatException(object.place(), "every key once", key + " again");
      }
    }
    in.endObject();
    return object;
  }

  private Json list(@Nullable Json parent, Object step) throws IOException {
    List<Json> items = new ArrayList<>();
    Json list = new Json(document, parent, step, items);
    in.beginArray();
    while (in.hasNext()) {
      items.add(element(list, items.size()));
    }
    in.endArray();
    return list;
  }
}
