package dev.cairn.client;

import dev.cairn.tree.merkle.Hash;

/** An entry that was proved to be in the log, at its index. */
public final class LoggedEntry {
  private final long index;
  private final Hash leafHash;
  private final byte[] data;

  LoggedEntry(long index, Hash leafHash, byte[] data) {
    this.index = index;
    this.leafHash = leafHash;
    this.data = data;
  }

  /** The position in the log, from 0. */
  public long index() {
    return index;
  }

  /** The hash that the log's tree has at the index. */
  public Hash leafHash() {
    return leafHash;
  }

  /** The logged bytes; a copy. */
  public byte[] data() {
    return data.clone();
  }

  /** Index and leaf hash; never the bytes, which may be anything. */
  @Override
  public String toString() {
    return "entry " + index + " (" + leafHash + ")";
  }
}
