/**
 * Brings what waits in an outbox into the log, in order, and believes no outcome that is not shown.
 *
 * <p>Terms. A run is <em>outgoing</em> until all its events have an outcome. The <em>backlog</em>
 * is what is outgoing, from memory where it is there, or else from the outbox. An event is
 * <em>decided</em> once it is {@link dev.cairn.recorder.delivery.Decision.Logged logged}, verified,
 * or {@link dev.cairn.recorder.delivery.Decision.Refused refused} for good; all other answers have
 * it sent again. A <em>session</em> is one stream of RecordEvents.
 *
 * <pre>{@code
 * Delivery delivery = Delivery.start(logClient, settings, backlog, listener);
 * backlog.add(run);    // spooled just now
 * delivery.wake();     // the listener is told what became of it
 * }</pre>
 *
 * <p>What is checked of a logged event: that its entry is made of exactly the bytes that were sent,
 * that the log's key has sealed what the collector adds, and that the tree of a signed checkpoint
 * has that entry at that index.
 *
 * <p>What may not enter: writing to the outbox, and what the caller is told.
 */
@NullMarked
package dev.cairn.recorder.delivery;

import org.jspecify.annotations.NullMarked;
