/**
 * What decides the order of a log. One thread takes what waits as one batch, assigns indexes and
 * grows the tree; a second one commits to the store.
 *
 * <p>An <em>append</em> is a group of entries that goes in as a whole, at contiguous indexes. A
 * batch that has its places is <em>placed</em>; the <em>backlog</em> is what is placed and not in
 * the store yet. The <em>durable line</em> is the return of a sync, the journal's or the store's:
 * nothing is acknowledged before it, and nothing signed before the store's.
 *
 * <pre>{@code
 * Sequencer sequencer = new Sequencer(name, store, journal, limits, publisher::grown, stop);
 * sequencer.submit(new Append(entries, Optional.of("order-17"), Goal.DURABLE, outcome -> …));
 * }</pre>
 *
 * <p>No network type enters here, and no time but how long the backlog may wait for company.
 */
@NullMarked
package dev.cairn.server.sequence;

import org.jspecify.annotations.NullMarked;
