/**
 * One thread that decides the order of a log: it takes what waits as one batch, assigns indexes,
 * grows the tree and commits.
 *
 * <p>An <em>append</em> is a group of entries that goes in as a whole, at contiguous indexes. The
 * <em>durable line</em> is the return of the store's commit: nothing is acknowledged, signed or
 * published before it.
 *
 * <pre>{@code
 * Sequencer sequencer = new Sequencer(store, SequencerLimits.DEFAULT, publisher::grown);
 * sequencer.submit(new Append(entries, Optional.of("order-17"), outcome -> …));
 * }</pre>
 *
 * <p>No network type and no clock enters here.
 */
@NullMarked
package dev.cairn.server.sequence;

import org.jspecify.annotations.NullMarked;
