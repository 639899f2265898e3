package dev.cairn.client.mirror;

import dev.cairn.tree.checkpoint.SignedCheckpoint;

/**
 * What a move came to.
 *
 * @param checkpoint the stored checkpoint now
 * @param written files that were written, checkpoint apart
 * @param reused files that were there, and were verified just now
 * @param bytes bytes of the files that were written
 * @param hasMoved whether the stored checkpoint has changed
 */
public record Mirrored(
    SignedCheckpoint checkpoint, long written, long reused, long bytes, boolean hasMoved) {}
