/**
 * Spiking neurons that learn online: rectified-linear neurons, low-pass synapses, the
 * prescribed-error-sensitivity rule, and the network that learns to read a delayed input from a
 * Legendre memory, as Nengo has it.
 *
 * <p>A network runs in blocks of steps inside a loop of the graph, with the numbers of the plain
 * recurrence. May use every package before it.
 */
@NullMarked
package io.github.lmu4j.spiking;

import org.jspecify.annotations.NullMarked;
