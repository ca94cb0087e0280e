/**
 * Model files: one class per format. Untrusted bytes end here.
 *
 * <p>Every reader treats its file as hostile until read: sizes, counts and depths are limited, and
 * no name from a file becomes code or a path. Writers write beside their target and move.
 *
 * <p>May use everything up to {@code model}. HDF5, JSON and zip are known in this package only.
 */
@NullMarked
package io.github.lmu4j.io;

import org.jspecify.annotations.NullMarked;
