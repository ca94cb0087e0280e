package io.github.lmu4j.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.lmu4j.testing.HostileFile.Door;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Configurations that no reader should make a model of. */
public final class HostileConfigs {

  /** What a name in a file must never reach. */
  private static final List<String> CLASSES =
      List.of(
          "Lambda",
          "TFOpLambda",
          "SlicingOpLambda",
          "function",
          "__lambda__",
          "java.lang.Runtime",
          "io.github.lmu4j.layers.Dense",
          "os.system");

  private static final List<String> ARGUMENTS =
      List.of(
          "units",
          "activation",
          "use_bias",
          "kernel_initializer",
          "kernel_regularizer",
          "name",
          "kernel_constraint",
          "trainable",
          "dtype");

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "units", List.of("\"3\"", "-1", "0", "2.5", "1e308", "99999999999", "[3]", "true"),
          "activation", List.of("3", "\"os.system\"", "[]", "{\"class_name\": \"Lambda\"}"),
          "use_bias", List.of("\"no\"", "1", "{}"),
          "kernel_initializer", List.of("7", "\"__import__\"", "{\"class_name\": 3}", "[]"),
          "kernel_regularizer", List.of("true", "\"lambda x: x\"", "{\"class_name\": \"Evil\"}"),
          "kernel_constraint", List.of("true", "{\"class_name\": \"Evil\", \"config\": {}}"),
          "name", List.of("3", "{}", "[]"),
          "trainable", List.of("\"yes\"", "[]"),
          "dtype", List.of("\"string\"", "3", "{\"class_name\": \"Evil\"}"));

  private HostileConfigs() {}

  /** All of them, made from a sound Sequential whose last layer is Dense. */
  public static List<HostileFile> of(byte[] good) {
    String text = new String(good, StandardCharsets.UTF_8);
    List<HostileFile> all = new ArrayList<>();
    all.add(file("10,000 lists in lists", "[".repeat(10_000) + "]".repeat(10_000)));
    all.add(file("10,000 objects in objects", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)));
    all.add(file("a million elements", "[" + "1,".repeat(1_000_000) + "1]"));
    all.add(file("33 MiB of spaces", " ".repeat(33 << 20) + text));
    all.add(file("a number of a million digits", "1".repeat(1_000_000)));
    all.add(file("a second document behind", text + text));
    all.add(file("a key twice", text.replaceFirst("\\{", "{\"module\": \"os\", ")));
    all.add(file("a comment", "// evil\n" + text));
    all.add(file("NaN", text.replace("6.5", "NaN")));
    all.add(
        HostileFile.of(
            "JSON of bytes that are no UTF-8",
            Door.CONFIGURATION,
            text.replace("sequential", "\u00ff").getBytes(StandardCharsets.ISO_8859_1)));
    for (String root : List.of("null", "true", "3", "\"text\"", "[]", "{}", "", "{", "nul")) {
      all.add(file("root " + root, root));
    }
    for (String name : CLASSES) {
      all.add(file("class " + name, changed(text, "class_name", "\"" + name + "\"")));
      JsonObject model = JsonParser.parseString(text).getAsJsonObject();
      model.addProperty("class_name", name);
      all.add(file("model of class " + name, model.toString()));
    }
    for (String argument : ARGUMENTS) {
      for (String value : VALUES.getOrDefault(argument, List.of())) {
        all.add(file(argument + " " + value, changedArgument(text, argument, value)));
      }
    }
    all.add(file("an argument that nobody knows", changedArgument(text, "evil", "\"x\"")));
    all.add(file("layers that are no list", withLayers(text, JsonParser.parseString("{}"))));
    all.add(file("layers of numbers", withLayers(text, JsonParser.parseString("[1, 2]"))));
    all.add(file("a model in itself, 150 deep", nested(text)));
    return all;
  }

  private static HostileFile file(String name, String content) {
    return HostileFile.of(
        "JSON with " + name, Door.CONFIGURATION, content.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject last(JsonObject model) {
    JsonArray layers = model.getAsJsonObject("config").getAsJsonArray("layers");
    return layers.get(layers.size() - 1).getAsJsonObject();
  }

  /** Changes what the last layer says of itself. */
  private static String changed(String text, String key, String value) {
    JsonObject model = JsonParser.parseString(text).getAsJsonObject();
    last(model).add(key, JsonParser.parseString(value));
    return model.toString();
  }

  private static String changedArgument(String text, String key, String value) {
    JsonObject model = JsonParser.parseString(text).getAsJsonObject();
    last(model).getAsJsonObject("config").add(key, JsonParser.parseString(value));
    return model.toString();
  }

  private static String withLayers(String text, JsonElement layers) {
    JsonObject model = JsonParser.parseString(text).getAsJsonObject();
    model.getAsJsonObject("config").add("layers", layers);
    return model.toString();
  }

  private static String nested(String text) {
    String inner = text;
    for (int i = 0; i < 150; i++) {
      inner =
          "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s%d\", \"layers\": [%s]}}"
              .formatted(i, inner);
    }
    return inner;
  }
}
