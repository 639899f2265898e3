package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers for as long as the process lives. For tests, and for callers that start afresh. */
public final class HeapMemory implements HeadMemory, TrustStore, EntryMemory {
  private final Map<VerifierKey, SignedCheckpoint> heads = new HashMap<>();
  private final Map<LogAddress, VerifierKey> keys = new HashMap<>();

  private final Map<VerifierKey, HashedEntries> entries = new HashMap<>();
  private final Map<String, HeapMemory> apart = new HashMap<>();

  /** A memory of nothing. */
  public HeapMemory() {}

  @Override
  public synchronized HeapMemory apart(String series) {
    return apart.computeIfAbsent(series, _ -> new HeapMemory());
  }

  @Override
  public synchronized Optional<SignedCheckpoint> newest(VerifierKey log) {
    return Optional.ofNullable(heads.get(log));
  }

  @Override
  public synchronized boolean advance(TreeHead known, SignedCheckpoint next) {
    TreeHead remembered = newest(next.log()).map(SignedCheckpoint::head).orElse(TreeHead.EMPTY);
    if (!remembered.equals(known)) {
      return false;
    }
    heads.put(next.log(), next);
    return true;
  }

  @Override
  public synchronized Optional<HashedEntries> hashed(VerifierKey log) {
    return Optional.ofNullable(entries.get(log));
  }

  @Override
  public synchronized void keep(HashedEntries hashed) {
    entries.put(hashed.head().log(), hashed);
  }

  @Override
  public synchronized Optional<VerifierKey> trusted(LogAddress address) {
    return Optional.ofNullable(keys.get(address));
  }

  @Override
  public synchronized VerifierKey trust(LogAddress address, VerifierKey key) {
    keys.putIfAbsent(address, key);
    return keys.getOrDefault(address, key);
  }
}
