package dev.cairn.server.store;

/**
 * A checkpoint as it was handed out.
 *
 * @param size the tree size that it states
 * @param note the signed note's bytes
 */
public record PublishedCheckpoint(long size, byte[] note) {}
