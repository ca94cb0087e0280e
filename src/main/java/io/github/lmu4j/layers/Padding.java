package io.github.lmu4j.layers;

/** What convolutions and pooling do at the ends of a sequence. */
public enum Padding {
  /** Windows lie inside the sequence. */
  VALID,
  /** As many windows as steps, if strides are 1; what is missing is added on both sides. */
  SAME,
  /** As many windows as steps, if strides are 1; a window ends at its step. */
  CAUSAL
}
