package dev.cairn.server.scrub;

import dev.cairn.server.fsck.Finding;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.lanes.BatchHasher;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Hashes entries, a few hundred in each reading. */
final class EntrySweep {
  private static final int ENTRIES_OF_READING = 256;
  private static final int BYTES_OF_READING = 256 << 10;

  /** How often a block is gone on with behind an entry that cannot be read. */
  private static final int MAX_FAILURES = 64;

  private final LogStore store;
  private final BatchHasher hasher;
  private final Pace pace;
  private final Consumer<String> findings;

  EntrySweep(LogStore store, BatchHasher hasher, Pace pace, Consumer<String> findings) {
    this.store = store;
    this.hasher = hasher;
    this.pace = pace;
    this.findings = findings;
  }

  /**
   * Leaf hashes that were computed from entries.
   *
   * @param hashes one for each entry; what is not known is zero
   * @param known which of them are
   */
  record Leaves(HashList hashes, BitSet known) {
    boolean areAllKnown() {
      return known.cardinality() == hashes.size();
    }
  }

  /** Entries that could be read, and why the next one cannot be, if so. */
  private record Portion(List<byte[]> entries, Optional<StoreException> failure) {
    long bytes() {
      return entries.stream().mapToLong(entry -> entry.length).sum();
    }
  }

  /** Computes the leaf hashes of {@code [start, end)}. What cannot be read is a finding. */
  Leaves hash(long start, long end) throws InterruptedException {
    byte[] hashes = new byte[(int) (end - start) * Hash.BYTES];
    BitSet known = new BitSet();
    long next = start;
    long unreadable = -1;
    for (int failures = 0; next < end && failures < MAX_FAILURES; ) {
      Portion portion = read(next, end);
      int at = (int) (next - start);
      HashList.leaves(portion.entries(), hasher).copyTo(hashes, at * Hash.BYTES);
      known.set(at, at + portion.entries().size());
      next += portion.entries().size();
      if (portion.failure().isPresent()) {
        if (next != unreadable) {
          String reason = portion.failure().get().getMessage();
          findings.accept(new Finding.UnreadableEntry(next, reason).message());
        }
        failures++;
        next++;
        unreadable = next;
      }
      pace.spend(portion.bytes());
    }
    return new Leaves(HashList.wrap(hashes), known);
  }

  private Portion read(long first, long end) {
    List<byte[]> entries = new ArrayList<>();
    int[] room = {BYTES_OF_READING};
    try {
      return store.read(
          view -> {
            view.entries(
                first,
                end,
                (_, entry) -> {
                  entries.add(entry);
                  room[0] -= entry.length;
                  return room[0] > 0 && entries.size() < ENTRIES_OF_READING;
                });
            return new Portion(entries, Optional.empty());
          });
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      return new Portion(entries, Optional.of(e));
    }
  }
}
