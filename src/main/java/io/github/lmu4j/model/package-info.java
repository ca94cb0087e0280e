/**
 * Layers wired as a directed acyclic graph, and what runs them forward.
 *
 * <p>May use everything up to {@code layers}. This is the first package that owns sessions.
 */
@NullMarked
package io.github.lmu4j.model;

import org.jspecify.annotations.NullMarked;
