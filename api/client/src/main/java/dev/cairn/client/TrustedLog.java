package dev.cairn.client;

import dev.cairn.tree.note.VerifierKey;

/**
 * The log that a client talks to and why it believes its key.
 *
 * @param key verifies the log's checkpoints
 * @param basis where the key came from
 */
public record TrustedLog(VerifierKey key, Basis basis) {
  /** Why a key is believed. */
  public enum Basis {
    /** The caller gave it. */
    PINNED,
    /** It stands in the caller's policy. */
    POLICY,
    /** It was trusted at an earlier contact and kept. */
    REMEMBERED,
    /** The log stated it just now, for the first time. To be told to the user. */
    FIRST_USE
  }

  /** The log's name: the first line of its checkpoints. */
  public String origin() {
    return key.name();
  }
}
