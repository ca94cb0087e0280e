/** Complete programs, compiled with the library, from which the documentation quotes. */
@NullMarked
package io.github.lmu4j.examples;

import org.jspecify.annotations.NullMarked;
