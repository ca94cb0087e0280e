package io.github.lmu4j.io;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Keras' files say of how a model was compiled: optimizer and loss. */
final class KerasTraining {

  /** Where a configuration says how its model was compiled. */
  static final String COMPILED = "compile_config";

  /** Arguments of optimizers that only one Keras has. */
  private static final Set<String> ONLY_KERAS2 = Set.of("jit_compile", "is_legacy_optimizer");

  private static final Set<String> ONLY_KERAS3 =
      Set.of("loss_scale_factor", "gradient_accumulation_steps");

  /**
   * Nulls, which {@link SavedOptimizer} leaves out, and for which some versions have other values.
   */
  private static final List<String> ABSENT =
      List.of(
          "weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "ema_overwrite_frequency");

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private KerasTraining() {}

  /** The text of JSON. */
  static String text(JsonElement json) {
    return GSON.toJson(json);
  }

  /** The loss of {@code compile_config} or {@code training_config}. */
  static Optional<Object> loss(Optional<Json> training) throws ModelFormatException {
    Optional<Json> loss =
        training.filter(Json::isObject).isPresent()
            ? training.get().find("loss").filter(each -> !each.isNull())
            : Optional.empty();
    return loss.isPresent() ? Optional.of(loss.get().plain()) : Optional.empty();
  }

  /** The optimizer that a configuration's {@code compile_config} has. */
  static Optional<Json> optimizer(Json config) throws ModelFormatException {
    Optional<Json> compiled = config.find(COMPILED).filter(Json::isObject);
    return compiled.isPresent()
        ? compiled.get().find("optimizer").filter(Json::isObject)
        : Optional.empty();
  }

  /**
   * Says in a configuration how a model was compiled, in place of what it said before: nothing for
   * a model without optimizer.
   */
  static void replaceIn(JsonObject config, LoadedModel model, KerasVersion version) {
    config.remove(COMPILED);
    model
        .optimizer()
        .ifPresent(
            optimizer -> {
              JsonObject compiled = new JsonObject();
              compiled.add("optimizer", optimizer(optimizer, version));
              addRest(compiled, model);
              compiled.addProperty("run_eagerly", false);
              compiled.addProperty("steps_per_execution", 1);
              compiled.addProperty("jit_compile", false);
              config.add(COMPILED, compiled);
            });
  }

  /** The {@code training_config} of a whole model in HDF5; nothing for one without optimizer. */
  static Optional<JsonObject> ofLegacy(LoadedModel model, KerasVersion version) {
    return model
        .optimizer()
        .map(
            optimizer -> {
              JsonObject training = new JsonObject();
              addRest(training, model);
              JsonObject object = optimizer(optimizer, version);
              training.add(
                  "optimizer_config", version == KerasVersion.KERAS2 ? custom(object) : object);
              return training;
            });
  }

  private static void addRest(JsonObject compiled, LoadedModel model) {
    compiled.add("loss", model.loss().map(KerasTraining::loss).orElse(JsonNull.INSTANCE));
    for (String nothing : List.of("loss_weights", "metrics", "weighted_metrics")) {
      compiled.add(nothing, JsonNull.INSTANCE);
    }
  }

  private static JsonObject optimizer(SavedOptimizer optimizer, KerasVersion version) {
    JsonObject config = new JsonObject();
    Set<String> others = version == KerasVersion.KERAS3 ? ONLY_KERAS2 : ONLY_KERAS3;
    optimizer
        .settings()
        .forEach(
            (key, value) -> {
              if (!others.contains(key)) {
                config.add(key, json(value));
              } else if (ONLY_KERAS3.contains(key)) {
                throw new IllegalArgumentException(
                    "Keras 2 has no %s of optimizers (got %s)".formatted(key, value));
              }
            });
    for (String key : ABSENT) {
      if (!config.has(key)) {
        config.add(key, JsonNull.INSTANCE);
      }
    }
    return ConfigWriter.object("keras.optimizers", optimizer.className(), config);
  }

  /** An optimizer as Keras 2 has it in HDF5. */
  private static JsonObject custom(JsonObject optimizer) {
    JsonObject object = new JsonObject();
    object.addProperty("class_name", "Custom>" + optimizer.get("class_name").getAsString());
    object.add("config", optimizer.get("config"));
    return object;
  }

  /** A name, an object of Keras, or names and objects of several outputs. */
  private static JsonElement loss(Object loss) {
    if (loss instanceof Map<?, ?> map && map.get("class_name") instanceof String className) {
      Object arguments = map.get("config");
      JsonElement json = json(arguments == null ? Map.of() : arguments);
      if (className.equals("function")) {
        return json;
      }
      JsonObject config = json.getAsJsonObject();
      // Of Keras 2: the function inside, and a way to reduce that means the usual one.
      config.remove("fn");
      if (config.has("reduction") && config.get("reduction").getAsString().equals("auto")) {
        config.remove("reduction");
      }
      return ConfigWriter.object("keras.losses", className, config);
    }
    if (loss instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((output, each) -> object.add(String.valueOf(output), loss(each)));
      return object;
    }
    if (loss instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(each -> array.add(loss(each)));
      return array;
    }
    return json(loss);
  }

  private static JsonElement json(Object plain) {
    if (plain instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9) {
      return new JsonPrimitive(number.longValue());
    }
    if (plain instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, value) -> object.add(String.valueOf(key), json(value)));
      return object;
    }
    if (plain instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(each -> array.add(json(each)));
      return array;
    }
    return GSON.toJsonTree(plain);
  }
}
