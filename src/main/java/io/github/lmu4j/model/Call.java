package io.github.lmu4j.model;

import java.util.List;

/**
 * One use of a layer. A layer that is called twice shares its weights.
 *
 * @param layer name of the layer
 * @param inputs what it is applied to
 */
public record Call(String layer, List<Value> inputs) {

  /** Takes a copy of the list. */
  public Call {
    inputs = List.copyOf(inputs);
  }
}
