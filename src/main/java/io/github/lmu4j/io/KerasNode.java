package io.github.lmu4j.io;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where Keras keeps the weights of one object: its own, and those of the objects in it.
 *
 * @param className Keras' class
 * @param name Keras' name
 * @param weights this library's paths of the object's own weights, in Keras' order
 * @param children the objects in it, in the order in which Keras counts their weights
 */
record KerasNode(String className, String name, List<String> weights, List<Child> children) {

  /**
   * Objects that an attribute holds.
   *
   * @param attribute Keras' name of the attribute
   * @param nodes one object, or those of a list
   * @param isList whether the attribute is a list
   */
  record Child(String attribute, List<KerasNode> nodes, boolean isList) {

    static Child of(String attribute, KerasNode node) {
      return new Child(attribute, List.of(node), false);
    }
  }

  /**
   * The weights of the object and of all objects in it. An object that several attributes hold
   * counts once.
   *
   * @return this library's paths, in Keras' order
   */
  Set<String> allWeights() {
    Set<String> all = new LinkedHashSet<>(weights);
    for (Child child : children) {
      child.nodes().forEach(node -> all.addAll(node.allWeights()));
    }
    return all;
  }
}
