package io.github.lmu4j.weights;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.family.TFloating;

/**
 * One variable of a graph.
 *
 * @param <T> dtype
 * @param path Keras path
 * @param shape shape
 * @param variable the variable, for assigning
 * @param value the variable's value, for computing
 * @param spec how it begins and what holds it
 */
public record Weight<T extends TFloating>(
    String path, Shape shape, Variable<T> variable, Operand<T> value, WeightSpec spec) {}
