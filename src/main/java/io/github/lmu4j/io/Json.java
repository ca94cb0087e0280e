package io.github.lmu4j.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One element of a JSON document. It knows where it stands, so that an error can say {@code
 * config.json: config.layers[2].config.units: expected a whole number, found "many"}.
 *
 * <p>Elements do not change.
 */
final class Json {

  /** The largest whole number up to which doubles leave out none. */
  private static final double EXACT_WHOLE = 0x1p53;

  private final String document;
  private final @Nullable Json parent;

  /** Key or index in the parent. */
  private final Object step;

  /** What {@link JsonReader} gives: text, number's text, truth, list, object, or null. */
  private final @Nullable Object value;

  /** A number, as it is written. */
  record Numeral(String text) {}

  Json(String document, @Nullable Json parent, Object step, @Nullable Object value) {
    this.document = document;
    this.parent = parent;
    this.step = step;
    this.value = value;
  }

  /** Where this element stands: the document, then keys and indices. */
  String place() {
    StringBuilder path = new StringBuilder();
    for (Json at = this; at.parent != null; at = at.parent) {
      path.insert(0, at.step instanceof Integer ? "[" + at.step + "]" : "." + at.step);
    }
    return path.length() == 0 ? document : document + ": " + path.substring(1);
  }

  /** An error that says that something else was expected here. */
  ModelFormatException unlike(String expected) {
    return new ModelFormatException(place(), expected, toString());
  }

  boolean isNull() {
    return value == null;
  }

  boolean isText() {
    return value instanceof String;
  }

  boolean isTruth() {
    return value instanceof Boolean;
  }

  boolean isNumber() {
    return value instanceof Numeral;
  }

  /** Keras 2 may write a tuple as {@code {"class_name": "__tuple__", "items": [...]}}. */
  private @Nullable Object listed() {
    if (value instanceof Map<?, ?> map
        && map.get("class_name") instanceof Json name
        && ("__tuple__".equals(name.value) || "TensorShape".equals(name.value))
        && map.get("items") instanceof Json items) {
      return items.value;
    }
    return value;
  }

  boolean isList() {
    return listed() instanceof List;
  }

  boolean isObject() {
    return value instanceof Map;
  }

  String text() throws ModelFormatException {
    if (value instanceof String text) {
      return text;
    }
    throw unlike("a text");
  }

  boolean truth() throws ModelFormatException {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw unlike("true or false");
  }

  double number() throws ModelFormatException {
    if (value instanceof Numeral numeral) {
      return Double.parseDouble(numeral.text());
    }
    throw unlike("a number");
  }

  /** A whole number within the range of int; Python may have written {@code 3.0}. */
  int integer() throws ModelFormatException {
    double number = value instanceof Numeral ? number() : Double.NaN;
    if (number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE) {
      return (int) number;
    }
    throw unlike("a whole number");
  }

  /** A whole number that a double holds exactly. */
  long longInteger() throws ModelFormatException {
    double number = value instanceof Numeral ? number() : Double.NaN;
    if (number == Math.rint(number) && Math.abs(number) <= EXACT_WHOLE) {
      return (long) number;
    }
    throw unlike("a whole number");
  }

  @SuppressWarnings("unchecked")
  List<Json> list() throws ModelFormatException {
    if (listed() instanceof List<?> list) {
      return (List<Json>) Collections.unmodifiableList(list);
    }
    throw unlike("a list");
  }

  /** The members in the document's order. */
  @SuppressWarnings("unchecked")
  Map<String, Json> members() throws ModelFormatException {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Json>) Collections.unmodifiableMap(map);
    }
    throw unlike("an object");
  }

  /** A member that may be missing; one that is null is there. */
  Optional<Json> find(String key) throws ModelFormatException {
    return Optional.ofNullable(members().get(key));
  }

  /** A member that must be there. */
  Json at(String key) throws ModelFormatException {
    Json found = members().get(key);
    if (found == null) {
      throw new ModelFormatException(place(), "an object with " + key, toString());
    }
    return found;
  }

  /** What a text names. */
  <V> V named(Function<String, V> find) throws ModelFormatException {
    try {
      return find.apply(text());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          place(), "a name that Keras knows", String.valueOf(e.getMessage()), e);
    }
  }

  /** The same as texts, numbers, truth values, lists and maps, without what is null. */
  Object plain() throws ModelFormatException {
    if (isList()) {
      List<Object> items = new ArrayList<>();
      for (Json item : list()) {
        items.add(item.isNull() ? "null" : item.plain());
      }
      return items;
    }
    if (value instanceof Map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      for (Map.Entry<String, Json> member : members().entrySet()) {
        if (!member.getValue().isNull()) {
          plain.put(member.getKey(), member.getValue().plain());
        }
      }
      return plain;
    }
    return value instanceof Numeral ? number() : value == null ? "null" : value;
  }

  /** The same for a writer of JSON. */
  JsonElement element() {
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, member) -> object.add((String) key, ((Json) member).element()));
      return object;
    }
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(item -> array.add(((Json) item).element()));
      return array;
    }
    if (value instanceof Numeral numeral) {
      return new JsonPrimitive(new BigDecimal(numeral.text()));
    }
    if (value instanceof Boolean truth) {
      return new JsonPrimitive(truth);
    }
    return value == null ? JsonNull.INSTANCE : new JsonPrimitive((String) value);
  }

  /** What is found here, in few words. */
  @Override
  public String toString() {
    if (value instanceof Map<?, ?> map) {
      return "an object with " + map.keySet();
    }
    if (value instanceof List<?> list) {
      return "a list of " + list.size();
    }
    if (value instanceof Numeral numeral) {
      return numeral.text();
    }
    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }
}
