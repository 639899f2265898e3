/**
 * Makes a damaged store anew: from its own entries, or from those of a copy where its own are bad.
 *
 * <p>All hashes are computed anew. The result takes the place of the damaged store only if it has
 * the root that the log has signed for its newest published size; otherwise nothing is changed.
 * Nothing but the damaged store says which idempotency keys there were, so that those that it does
 * not give any more are <em>lost</em>, unless they are those of events or a backup has them.
 *
 * <pre>{@code
 * Repaired repaired = new Repair(folder, copy, acceptsLostKeys, progress).run();
 * }</pre>
 *
 * <p>Nothing is signed here.
 */
@NullMarked
package dev.cairn.backup.repair;

import org.jspecify.annotations.NullMarked;
