/** Tests of the benchmark of recorded calls. */
@NullMarked
package dev.cairn.bench.calls;

import org.jspecify.annotations.NullMarked;
