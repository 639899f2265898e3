package dev.cairn.witness.store;

import dev.cairn.tree.merkle.Hash;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Cosigned notes that are not yet written, the newest of each log. They are for showing only: what
 * is lost of them with the process is made again by the next cosignature.
 */
final class CosignedNotes {
  private static final int LIMIT = 16_384;

  private final Map<Hash, CosignedNote> waiting = new LinkedHashMap<>();

  /** Keeps a note, unless a newer one of the log waits or {@value #LIMIT} logs do. */
  synchronized void add(Hash originHash, CosignedNote note) {
    if (waiting.size() < LIMIT || waiting.containsKey(originHash)) {
      waiting.merge(originHash, note, CosignedNote::orNewer);
    }
  }

  /** The note of a log, if one waits. */
  synchronized Optional<CosignedNote> get(Hash originHash) {
    return Optional.ofNullable(waiting.get(originHash));
  }

  /**
   * The notes that have waited longest, {@code limit} at most. They stay until they are removed.
   */
  synchronized Map<Hash, CosignedNote> oldest(int limit) {
    Map<Hash, CosignedNote> oldest = new LinkedHashMap<>();
    Iterator<Map.Entry<Hash, CosignedNote>> all = waiting.entrySet().iterator();
    while (oldest.size() < limit && all.hasNext()) {
      Map.Entry<Hash, CosignedNote> next = all.next();
      oldest.put(next.getKey(), next.getValue());
    }
    return oldest;
  }

  /** Removes notes that are written, but for those that newer ones have taken the place of. */
  synchronized void remove(Map<Hash, CosignedNote> written) {
    written.forEach(waiting::remove);
  }
}
