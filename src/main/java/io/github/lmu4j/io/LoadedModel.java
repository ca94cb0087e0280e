package io.github.lmu4j.io;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;

/**
 * What a model file holds.
 *
 * @param model the model
 * @param weights its weights
 * @param type the dtype that it computes in
 * @param format what file it was, and by which version it was written
 */
public record LoadedModel(Model model, Weights weights, DType type, String format) {}
