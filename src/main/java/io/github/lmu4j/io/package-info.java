/**
 * Model files: one class per format. Untrusted bytes end here.
 *
 * <p>May use everything up to {@code model}. HDF5, JSON and zip are known in this package only.
 */
@NullMarked
package io.github.lmu4j.io;

import org.jspecify.annotations.NullMarked;
