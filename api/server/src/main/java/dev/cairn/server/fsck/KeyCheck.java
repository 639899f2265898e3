package dev.cairn.server.fsck;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;

/** Checks that every idempotency key stands for entries that are there. */
final class KeyCheck {
  private static final int STEP = 10_000;

  private final Snapshot view;
  private final Findings findings;
  private final FsckProgress progress;
  private long keys;

  KeyCheck(Snapshot view, Findings findings, FsckProgress progress) {
    this.view = view;
    this.findings = findings;
    this.progress = progress;
  }

  void check() {
    try {
      view.keys(this::check);
    } catch (StoreException e) {
      findings.add(new Finding.UnreadableKey(e.getMessage()));
    }
    progress.at(FsckProgress.Part.KEYS, keys, keys);
  }

  private void check(String key, KeyUse use) {
    if (use.firstIndex() + use.count() > view.head().size()) {
      findings.add(new Finding.WrongKey(key, use));
    }
    keys++;
    if (keys % STEP == 0) {
      progress.at(FsckProgress.Part.KEYS, keys, 0);
    }
  }

  /** The number of keys that were checked. */
  long keys() {
    return keys;
  }
}
