package dev.cairn.backup.copy;

import dev.cairn.event.EventKey;
import dev.cairn.event.LoggedEntry;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.store.Commit;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.LossKey;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills a store with entries whose tree is computed anew, and with keys and checkpoints. What was
 * added is in the store after {@link #flush}. For one thread.
 */
public final class StoreFill {
  private static final byte[] LOSS =
      (LossStatement.KIND + "\n").getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_ENTRIES = 8_192;
  private static final long MAX_BYTES = 8 << 20;
  private static final int MAX_KEYS = 8_192;
  private static final int MAX_CHECKPOINTS = 256;

  private final LogStore store;
  private final TreeGrowth growth;
  private final List<byte[]> entries = new ArrayList<>();
  private final Map<String, KeyUse> keys = new LinkedHashMap<>();
  private final Map<Long, PublishedCheckpoint> checkpoints = new LinkedHashMap<>();
  private long bytes;
  private long keyCount;
  private final VerifierKey log;
  private final EventMark mark;
  private boolean hasEvents;

  /** Notes durably that a log has events. */
  @FunctionalInterface
  public interface EventMark {
    /** Called before the first event is committed. */
    void set() throws DataFolderException;
  }

  /**
   * @param store stays open, and is committed to by nobody else
   * @param log the key of the log whose entries these are
   */
  public StoreFill(LogStore store, VerifierKey log, EventMark mark) {
    this.store = store;
    this.log = log;
    this.mark = mark;
    this.growth = TreeGrowth.of(store);
  }

  /** The number of entries in the store, with those that were added. */
  public long size() {
    return growth.head().size() + entries.size();
  }

  /** Adds the next entry. */
  public void add(byte[] entry) {
    if (!hasEvents && LoggedEntry.isEvent(entry)) {
      noteEvents();
    }
    entries.add(entry);
    bytes += entry.length;
    if (entries.size() >= MAX_ENTRIES || bytes >= MAX_BYTES) {
      flush();
    }
  }

  private void noteEvents() {
    try {
      mark.set();
      hasEvents = true;
    } catch (DataFolderException e) {
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
  }

  /**
   * Adds the next entry, and its idempotency key if that follows from it: of an event, and of a
   * loss that the log itself has declared.
   */
  public void addWithOwnKey(byte[] entry) {
    eventKey(entry).or(() -> lossKey(entry)).ifPresent(key -> addKey(key, new KeyUse(size(), 1)));
    add(entry);
  }

  private Optional<String> lossKey(byte[] entry) {
    if (entry.length < LOSS.length || !Arrays.equals(entry, 0, LOSS.length, LOSS, 0, LOSS.length)) {
      return Optional.empty();
    }
    try {
      // The log logs it there; elsewhere it is somebody's copy of it.
      boolean isOwn = LossStatement.open(entry, log).kept().size() == size();
      return isOwn ? Optional.of(LossKey.of(SignedNote.parse(entry))) : Optional.empty();
    } catch (MalformedException | VerificationException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> eventKey(byte[] entry) {
    if (!LoggedEntry.isEvent(entry)) {
      return Optional.empty();
    }
    try {
      return Optional.of(EventKey.of(LoggedEntry.glance(entry).event()));
    } catch (MalformedException _) {
      return Optional.empty(); // no collector has made it
    }
  }

  /** Adds an idempotency key, unless it is there. */
  public void addKey(String key, KeyUse use) {
    if (keys.containsKey(key) || store.read(view -> view.key(key)).isPresent()) {
      return;
    }
    keys.put(key, use);
    keyCount++;
    if (keys.size() >= MAX_KEYS) {
      flush();
    }
  }

  /** Adds a checkpoint, unless there is one of its size that no fewer have signed. */
  public void addCheckpoint(PublishedCheckpoint checkpoint) {
    long size = checkpoint.size();
    Optional<byte[]> other =
        checkpoints.containsKey(size)
            ? Optional.of(checkpoints.get(size).note())
            : store.read(view -> view.checkpoint(size));
    // The text is the same, so that the longer one has more signatures.
    if (other.isPresent() && other.get().length >= checkpoint.note().length) {
      return;
    }
    checkpoints.put(size, checkpoint);
    if (checkpoints.size() >= MAX_CHECKPOINTS) {
      flush();
    }
  }

  /** Commits what was added; returns the head of the store. */
  public TreeHead flush() {
    if (!entries.isEmpty() || !keys.isEmpty() || !checkpoints.isEmpty()) {
      Commit commit = growth.next(List.copyOf(entries), Map.copyOf(keys));
      store.requireRoom(commit.bytes());
      store.commit(commit.with(List.copyOf(checkpoints.values())));
      entries.clear();
      keys.clear();
      checkpoints.clear();
      bytes = 0;
    }
    return store.head();
  }

  /** The number of keys that were added and were not there. */
  public long keys() {
    return keyCount;
  }

  /** Whether an entry that was added is an event. */
  public boolean hasEvents() {
    return hasEvents;
  }
}
