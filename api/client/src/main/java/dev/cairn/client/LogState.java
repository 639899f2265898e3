package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;

/**
 * How far a log has come.
 *
 * @param checkpoint the newest one, verified
 * @param claimedDurableSize entries on stable storage: the server's word, at least the checkpoint's
 *     size on an honest one
 * @param claimedIndexedSize entries that lookups by leaf hash can find: the server's word
 */
public record LogState(
    SignedCheckpoint checkpoint, long claimedDurableSize, long claimedIndexedSize) {}
