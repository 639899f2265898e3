package dev.cairn.backup.restore;

import dev.cairn.tree.checkpoint.SignedCheckpoint;

/**
 * What catching up came to.
 *
 * @param from the log's size before
 * @param to its size now
 * @param published its newest published checkpoint now
 * @param keys the number of idempotency keys that were added
 * @param hasAllKeys whether the log has all keys of the entries that are of the copy; if not, the
 *     copy says nothing of keys: those of entries that came from it are those of events, and an
 *     append that is repeated with another one is logged again
 */
public record CaughtUp(
    long from, long to, SignedCheckpoint published, long keys, boolean hasAllKeys) {}
