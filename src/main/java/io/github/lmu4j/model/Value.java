package io.github.lmu4j.model;

/**
 * A value inside a model: an output of an input or of a call of a layer.
 *
 * @param node the model's inputs come first, then its calls, counted from 0
 * @param output which output of the call, counted from 0
 */
public record Value(int node, int output) {}
