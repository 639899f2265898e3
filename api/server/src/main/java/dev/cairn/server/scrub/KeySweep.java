package dev.cairn.server.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.server.fsck.Finding;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Checks that idempotency keys are whole and stand for entries that are there. */
final class KeySweep {
  private static final int KEYS_OF_READING = 256;

  /** About what a key takes in the store. */
  private static final int BYTES_OF_KEY = 128;

  private final LogStore store;
  private final Pace pace;
  private final Consumer<String> findings;

  KeySweep(LogStore store, Pace pace, Consumer<String> findings) {
    this.store = store;
    this.pace = pace;
    this.findings = findings;
  }

  /** Checks the keys that come next, and says where to go on. */
  Position check(String after) throws InterruptedException {
    Run run = new Run();
    try {
      store.read(view -> run.read(view, after));
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      findings.accept(
          "idempotency keys after \"%s\" cannot be read: %s".formatted(after, e.getMessage()));
      return Position.checkpointsFrom(0);
    }
    run.wrong.forEach(findings);
    pace.spend((long) run.count * BYTES_OF_KEY);
    // A damaged key may be out of order: never back.
    return run.count == KEYS_OF_READING && compare(run.last, after) > 0
        ? Position.keysAfter(run.last)
        : Position.checkpointsFrom(0);
  }

  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  private static final class Run implements Snapshot.KeySink {
    private final List<String> wrong = new ArrayList<>();
    private int count;
    private long size;
    private String last = "";

    int read(Snapshot view, String after) {
      size = view.head().size();
      view.keys(after, KEYS_OF_READING, this);
      return count;
    }

    @Override
    public void accept(String key, KeyUse use) {
      next(key);
      if (use.end() > size) {
        wrong.add(new Finding.WrongKey(key, use).message());
      }
    }

    @Override
    public void damaged(String key, StoreException why) {
      next(key);
      wrong.add(new Finding.UnreadableKey(why.getMessage()).message());
    }

    private void next(String key) {
      last = key;
      count++;
    }
  }
}
