/** What the tests share. */
@NullMarked
package io.github.lmu4j.testing;

import org.jspecify.annotations.NullMarked;
