/**
 * The command line: thin commands over the library's own classes.
 *
 * <p>May use everything. Results go to standard output, progress and errors to standard error.
 */
@NullMarked
package io.github.lmu4j.cli;

import org.jspecify.annotations.NullMarked;
