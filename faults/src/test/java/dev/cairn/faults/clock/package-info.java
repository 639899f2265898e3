/**
 * A clock that goes back and comes forward again while a server runs, and over a restart.
 *
 * <p>Promised: no head is published at an earlier time than the last. While the clock is behind,
 * durable appends go on and nothing is signed; once it has come up, heads follow by themselves.
 *
 * <pre>{@code
 * clock.set("-1h");
 * assertEquals(head, client.checkpoint().head());
 * clock.set("+0");
 * }</pre>
 *
 * <p>The machine's own clock is never touched: {@code libfaketime} stands between it and one
 * process. The monotonic clock does not enter; it does not go back.
 */
@NullMarked
package dev.cairn.faults.clock;

import org.jspecify.annotations.NullMarked;
