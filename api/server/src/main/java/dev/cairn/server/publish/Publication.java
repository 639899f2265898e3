package dev.cairn.server.publish;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.time.Instant;

/**
 * A checkpoint and when it was published.
 *
 * @param time by the log's clock; {@link Instant#EPOCH} if it was not kept
 */
public record Publication(SignedCheckpoint checkpoint, Instant time) {}
