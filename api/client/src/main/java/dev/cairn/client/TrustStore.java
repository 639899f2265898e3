package dev.cairn.client;

import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;

/** Keeps the keys that were trusted on first use. Safe for several threads and processes. */
public interface TrustStore {
  /** The key trusted at an address; empty if there never was one. */
  Optional<VerifierKey> trusted(LogAddress address) throws MemoryException;

  /**
   * Trusts a key at an address from now on, unless one is trusted there already. It is durable once
   * this returns.
   *
   * @return the key that is trusted: the given one, or the one that came before it
   */
  VerifierKey trust(LogAddress address, VerifierKey key) throws MemoryException;
}
