package dev.cairn.recorder.delivery;

import com.google.protobuf.ByteString;
import dev.cairn.client.Ack;
import dev.cairn.tree.merkle.Hash;

/**
 * Where an event is in the log: verified, from {@link Ack#SIGNED} on.
 *
 * @param index the index of its entry
 * @param leafHash the leaf hash of its entry
 * @param entry the entry, byte for byte as it was logged
 * @param ack how far it had come
 * @param deduplicated whether it was in the log before it was sent this time
 */
public record EventReceipt(
    long index, Hash leafHash, ByteString entry, Ack ack, boolean deduplicated) {}
