package dev.cairn.client;

import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;

/**
 * Keeps how far the entries of a log have been hashed, so that an audit of them goes on where the
 * last one ended. Safe for several threads and processes.
 */
public interface EntryMemory {
  /** What was kept last of the log with this key; empty if nothing was, or it is damaged. */
  Optional<HashedEntries> hashed(VerifierKey log) throws MemoryException;

  /** Keeps this in place of what was kept before. It is durable once this returns. */
  void keep(HashedEntries entries) throws MemoryException;
}
