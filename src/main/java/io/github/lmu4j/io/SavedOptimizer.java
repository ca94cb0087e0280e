package io.github.lmu4j.io;

import io.github.lmu4j.weights.Weights;
import java.util.Map;

/**
 * The optimizer that a model file holds.
 *
 * @param className Keras' class, such as {@code Adam}
 * @param settings Keras' arguments: texts, numbers, truth values, lists and maps; those that are
 *     null are left out
 * @param state {@code iterations}, {@code learning_rate} and, for every trained weight, {@code
 *     <path>/<slot>}; nothing if the file holds no state, or one whose parts are not known
 */
public record SavedOptimizer(String className, Map<String, Object> settings, Weights state) {}
