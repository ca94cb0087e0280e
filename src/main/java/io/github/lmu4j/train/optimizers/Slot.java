package io.github.lmu4j.train.optimizers;

/**
 * A variable that an optimizer keeps, either one a weight or one for all.
 *
 * @param name last part of its path, as in Keras
 * @param initial first value of every element
 */
public record Slot(String name, double initial) {}
