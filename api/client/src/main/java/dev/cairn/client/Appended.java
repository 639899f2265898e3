package dev.cairn.client;

import dev.cairn.tree.merkle.Hash;

/**
 * An entry that was appended, alone or among others.
 *
 * @param index its position in the log, from 0
 * @param leafHash its leaf hash, computed by this client
 * @param ack how far it had come; from {@link Ack#SIGNED} on the client has verified that a
 *     checkpoint that it admitted has the entry at the index
 * @param deduplicated whether its idempotency key was known, so that nothing was appended
 */
public record Appended(long index, Hash leafHash, Ack ack, boolean deduplicated) {}
