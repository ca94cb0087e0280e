package io.github.lmu4j.train;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Where training stands after a step.
 *
 * @param epoch the epoch, counted from 0
 * @param batch number of steps done in this epoch
 * @param batches number of steps in an epoch, where it is known
 * @param logs computes the loss and metrics of the epoch so far
 */
public record Progress(
    int epoch, long batch, OptionalLong batches, Supplier<Map<String, Double>> logs) {}
