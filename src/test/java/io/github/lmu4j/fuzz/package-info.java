/** One fuzz target a parser: the seeds run with the tests, the fuzzer by {@code mvn -Pfuzz}. */
@NullMarked
package io.github.lmu4j.fuzz;

import org.jspecify.annotations.NullMarked;
