/**
 * The outbox: events that are durable in their service's own folder, and not yet known to be in the
 * log; and the dead letters, which the log refused for good.
 *
 * <p>Terms. A <em>run</em> is a serialized {@link dev.cairn.audit.v1.EventRun}, kept as it will be
 * sent. The <em>position</em> of an event is its place among all events that were ever spooled in
 * the folder, from 0, never used twice. Events below the <em>settled</em> position have an outcome;
 * those from there on wait. The <em>chain</em> is where the producer's seals stand.
 *
 * <pre>{@code
 * try (Outbox outbox = Outbox.open(folder, OutboxLimits.DEFAULT, InstantSource.system())) {
 *   Commit commit = outbox.commit(Changes.spooling(runs, chain));  // durable when it returns
 *   List<StoredRun> next = outbox.read(outbox.settled(), 256, 1 << 20);
 *   outbox.commit(Changes.settling(next.getLast().end()));         // they have their outcomes
 * }
 * }</pre>
 *
 * <p>It is one SQLite file, {@code outbox.db}, with a write-ahead log that is synced by every
 * commit that brings or buries events. A commit that only settles is not synced: what a crash
 * undoes of it is sent again, and found in the log. A lock beside the file lets one process record;
 * the dead letters may be read and changed by others meanwhile. Every run has a checksum, since
 * SQLite has none.
 *
 * <p>What may not enter: the network, keys, and what an event means.
 */
@NullMarked
package dev.cairn.recorder.outbox;

import org.jspecify.annotations.NullMarked;
