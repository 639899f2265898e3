/**
 * {@code cairn bench all}: every benchmark, one after the other.
 *
 * <p>A <em>part</em> is one benchmark with its options. Each runs in a process of its own, as if it
 * were called by itself, so that none is warmer for another, and one that fails takes no other with
 * it.
 *
 * <pre>{@code
 * cairn bench all --json > results.json
 * cairn bench all --docs docs
 * }</pre>
 *
 * <p>Nothing is measured here.
 */
@NullMarked
package dev.cairn.bench.all;

import org.jspecify.annotations.NullMarked;
