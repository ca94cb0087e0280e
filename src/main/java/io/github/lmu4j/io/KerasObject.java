package io.github.lmu4j.io;

import java.util.Set;

/**
 * How Keras writes an object: {@code {"module": ..., "class_name": ..., "config": {...},
 * "registered_name": ...}}, of which older versions wrote class name and configuration alone.
 *
 * <p>A class name is looked up in this library's own lists and never becomes code.
 *
 * @param className name without a package
 * @param config the object's arguments
 * @param json the whole element
 */
record KerasObject(String className, Json config, Json json) {

  private static final String LMU_PACKAGE = "keras-lmu>";

  private static final Set<String> KEYS =
      Set.of(
          "module",
          "class_name",
          "config",
          "registered_name",
          // What follows is derived from the rest, or is read by others.
          "build_config",
          KerasTraining.COMPILED,
          "name",
          "inbound_nodes",
          "keras_version",
          "backend",
          "shared_object_id",
          "__passive_serialization__");

  /**
   * Reads the frame of an object.
   *
   * @throws ModelFormatException if it is none, or of a foreign package
   */
  static KerasObject of(Json json) throws ModelFormatException {
    for (String key : json.members().keySet()) {
      if (!KEYS.contains(key)) {
        throw new ModelFormatException(json.place(), "a Keras object of " + KEYS, key);
      }
    }
    Json module = json.find("module").orElse(json.at("class_name"));
    boolean foreign =
        json.find("module").isPresent()
            && !module.isNull()
            && !module.text().matches("keras(_lmu)?(\\.[\\w.]+)?");
    if (foreign) {
      throw module.unlike("a module of keras or keras_lmu");
    }
    String className = json.at("class_name").text();
    if (json.find("registered_name").isPresent() && !json.at("registered_name").isNull()) {
      Json registered = json.at("registered_name");
      if (!withoutPackage(registered.text()).equals(withoutPackage(className))) {
        throw registered.unlike("the registered name " + className);
      }
    }
    Json config = json.at("config");
    if (!config.isObject()) {
      throw config.unlike("an object of arguments; functions of one's own are not supported");
    }
    return new KerasObject(withoutPackage(className), config, json);
  }

  private static String withoutPackage(String name) {
    return name.startsWith(LMU_PACKAGE) ? name.substring(LMU_PACKAGE.length()) : name;
  }
}
