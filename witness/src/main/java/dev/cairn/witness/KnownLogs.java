package dev.cairn.witness;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.witness.store.StoredLog;
import dev.cairn.witness.store.WitnessStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a store. Every look is a look into the store's last commit; what is remembered is
 * only that these very bytes have been verified before.
 */
final class KnownLogs {
  private static final int REMEMBERED = 8_192;

  private final WitnessStore store;
  private final Map<Hash, KnownLog> verified =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, KnownLog> eldest) {
          return size() > REMEMBERED;
        }
      };

  KnownLogs(WitnessStore store) {
    this.store = store;
  }

  /** The log of an origin's hash, as the last commit has it; empty if it is not known. */
  Optional<KnownLog> find(Hash originHash) {
    return store.log(originHash).map(this::verify);
  }

  /** A stored log, verified. */
  KnownLog verify(StoredLog stored) {
    KnownLog before = verified(stored.originHash());
    if (before != null && before.stored().equals(stored)) {
      return before;
    }
    KnownLog log = KnownLog.open(stored);
    remember(log);
    return log;
  }

  private @Nullable KnownLog verified(Hash originHash) {
    synchronized (verified) {
      return verified.get(originHash);
    }
  }

  /** Remembers that these bytes are verified. */
  void remember(KnownLog log) {
    synchronized (verified) {
      verified.put(log.stored().originHash(), log);
    }
  }
}
