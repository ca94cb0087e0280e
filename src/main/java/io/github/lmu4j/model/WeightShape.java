package io.github.lmu4j.model;

import org.tensorflow.ndarray.Shape;

/**
 * A weight of a model, without its value.
 *
 * @param path Keras path
 * @param shape shape
 * @param trainable whether optimizers change it
 */
public record WeightShape(String path, Shape shape, boolean trainable) {}
