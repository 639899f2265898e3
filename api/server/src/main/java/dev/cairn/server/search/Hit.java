package dev.cairn.server.search;

import dev.cairn.event.LoggedEntry;

/**
 * An event that was searched for and found.
 *
 * @param index its index in the log
 * @param bytes its entry, as the reader has verified it
 * @param entry the same, decoded
 */
@SuppressWarnings("ArrayRecordComponent") // not compared; who gets it must not change it
public record Hit(long index, byte[] bytes, LoggedEntry entry) {}
