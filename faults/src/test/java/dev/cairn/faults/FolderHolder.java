package dev.cairn.faults;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.fsck.Finding;
import dev.cairn.server.fsck.FsckProgress;
import dev.cairn.server.log.FolderCheck;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Opens a log's folder as a server would, and holds it against what was promised. */
public final class FolderHolder implements AutoCloseable {
  private static final char[] NO_PASSPHRASE = new char[0];
  private static final int MAX_BYTES = 4 << 20;
  private static final FsckProgress QUIET = (_, _, _) -> {};

  private final Ledger ledger;
  private final ExecutorService readers = Executors.newFixedThreadPool(2);

  /** Holds folders against a ledger. */
  public FolderHolder(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * What is wrong with a folder; empty if nothing.
   *
   * @param micros what was promised later than this does not count, in microseconds since 1970
   */
  public Optional<String> violation(Path data, long micros) {
    try {
      // First of all: what is not sound could end this process when it is opened.
      Optional<String> unsound = fsck(data, "before it was opened");
      if (unsound.isPresent()) {
        return unsound;
      }
      Optional<String> lost = open(data, micros);
      return lost.isPresent() ? lost : fsck(data, "after it was opened");
    } catch (DataFolderException | StoreException e) {
      return Optional.of("refused: " + e.getMessage());
    } catch (Exception e) {
      return Optional.of("failed: " + e);
    }
  }

  private static Optional<String> fsck(Path data, String when) throws DataFolderException {
    try (DataFolder folder = DataFolder.open(data)) {
      FolderCheck.Result result = FolderCheck.check(folder, QUIET);
      List<Finding> findings = result.store().findings();
      return result.isClean()
          ? Optional.empty()
          : Optional.of("unsound %s: %s %s".formatted(when, findings, result.published()));
    }
  }

  private Optional<String> open(Path data, long micros) throws Exception {
    try (HostedLog log =
        HostedLog.open(DataFolder.open(data), NO_PASSPHRASE, LogSettings.DEFAULT, readers)) {
      long size = log.durableSize();
      TreeHead head = log.publisher().await(size).get(30, TimeUnit.SECONDS).head();
      Optional<String> entries = entries(log, head.size(), micros);
      return entries.isPresent() ? entries : heads(log, head.size(), micros);
    }
  }

  private Optional<String> entries(HostedLog log, long size, long micros) {
    TreeHasher hasher = new TreeHasher();
    long index = 0;
    while (index < size) {
      for (byte[] entry : log.reader().entries(index, size, MAX_BYTES)) {
        Ledger.Promise promise = ledger.acknowledged().get(index);
        if (promise != null
            && promise.isBefore(micros)
            && !promise.hash().equals(hasher.leaf(entry))) {
          return Optional.of("entry " + index + " has other bytes than were acknowledged");
        }
        index++;
      }
    }
    return ledger.acknowledged().entrySet().stream()
        .filter(entry -> entry.getKey() >= size && entry.getValue().isBefore(micros))
        .map(entry -> "acknowledged entry %d is lost of %d".formatted(entry.getKey(), size))
        .findFirst();
  }

  private Optional<String> heads(HostedLog log, long size, long micros) {
    for (Map.Entry<Long, Ledger.Promise> seen : ledger.heads().entrySet()) {
      if (seen.getValue().isBefore(micros)) {
        if (seen.getKey() > size) {
          return Optional.of("back from %d to %d".formatted(seen.getKey(), size));
        }
        Hash root = log.reader().head(seen.getKey()).root();
        if (!root.equals(seen.getValue().hash())) {
          return Optional.of("the head of size %d is of another history".formatted(seen.getKey()));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    readers.close();
  }
}
