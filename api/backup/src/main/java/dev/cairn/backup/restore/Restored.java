package dev.cairn.backup.restore;

import dev.cairn.tree.checkpoint.SignedCheckpoint;

/**
 * What a restore came to.
 *
 * @param checkpoint the newest published one of the restored log
 * @param keys the number of idempotency keys that were restored
 * @param hasAllKeys whether these are all that the log had; if not, they are those of events, and
 *     an append that is repeated with another one is logged again
 */
public record Restored(SignedCheckpoint checkpoint, long keys, boolean hasAllKeys) {}
