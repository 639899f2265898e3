package dev.cairn.backup.write;

import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupPaths;
import dev.cairn.backup.form.CheckpointLines;
import dev.cairn.backup.form.KeyLines;
import dev.cairn.server.folder.FolderView;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.Snapshot;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** Writes what tiles lack: idempotency keys, checkpoints, and the signing key. */
final class Contents {
  private static final int PAGE = 1_000;
  private static final int STEP = 10_000;

  private final LogStore store;
  private final FolderView log;
  private final BackupFolder folder;
  private final BackupProgress progress;

  Contents(LogStore store, FolderView log, BackupFolder folder, BackupProgress progress) {
    this.store = store;
    this.log = log;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Writes the keys whose last entry is in {@code [from, to)}.
   *
   * @return how many there are
   */
  long writeKeys(int increment, long from, long to) throws BackupException {
    long[] count = {0};
    folder.put(
        BackupPaths.keys(increment),
        out -> {
          try (KeyLines.Writer lines = new KeyLines.Writer(unclosed(out))) {
            try {
              store.read(view -> writeKeys(view, from, to, lines));
            } catch (UncheckedIOException e) {
              throw e.getCause();
            }
            count[0] = lines.count();
          }
        });
    progress.at(BackupProgress.Part.KEYS, count[0], count[0]);
    return count[0];
  }

  private KeyLines.Writer writeKeys(Snapshot view, long from, long to, KeyLines.Writer lines) {
    long[] seen = {0};
    view.keys(
        (key, use) -> {
          if (use.end() > from && use.end() <= to) {
            writeKey(key, use, lines);
          }
          seen[0]++;
          if (seen[0] % STEP == 0) {
            progress.at(BackupProgress.Part.KEYS, seen[0], 0);
          }
        });
    return lines;
  }

  private static void writeKey(String key, KeyUse use, KeyLines.Writer lines) {
    try {
      lines.add(new KeyLines.Line(key, use.firstIndex(), use.count()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the kept checkpoints of {@code [from, tree's size]}, each verified.
   *
   * @return how many there are
   */
  long writeCheckpoints(int increment, long from, TiledTree tree) throws BackupException {
    long[] count = {0};
    BackupException[] wrong = new BackupException[1];
    folder.put(
        BackupPaths.checkpoints(increment),
        out -> {
          try (CheckpointLines.Writer lines = new CheckpointLines.Writer(unclosed(out))) {
            writeCheckpoints(from, tree, lines);
            count[0] = lines.count();
          } catch (BackupException e) {
            wrong[0] = e;
          }
        });
    if (wrong[0] != null) {
      throw wrong[0];
    }
    progress.at(BackupProgress.Part.CHECKPOINTS, count[0], count[0]);
    return count[0];
  }

  private void writeCheckpoints(long from, TiledTree tree, CheckpointLines.Writer lines)
      throws IOException, BackupException {
    long next = from;
    List<PublishedCheckpoint> page;
    do {
      long minSize = next;
      page = store.read(view -> view.checkpoints(minSize, PAGE));
      for (PublishedCheckpoint checkpoint : page) {
        if (checkpoint.size() <= tree.head().size()) {
          check(checkpoint, tree);
          String note = new String(checkpoint.note(), StandardCharsets.UTF_8);
          lines.add(new CheckpointLines.Line(checkpoint.size(), note));
        }
        next = checkpoint.size() + 1;
      }
      progress.at(BackupProgress.Part.CHECKPOINTS, lines.count(), 0);
    } while (page.size() == PAGE);
  }

  private void check(PublishedCheckpoint checkpoint, TiledTree tree)
      throws IOException, BackupException {
    try {
      SignedCheckpoint opened = SignedCheckpoint.open(checkpoint.note(), log.verifierKey());
      long size = opened.head().size();
      if (size != checkpoint.size() || !tree.head(size).equals(opened.head())) {
        throw new VerificationException("it is not of the log's tree");
      }
    } catch (MalformedException | VerificationException e) {
      throw BackupException.damaged(
          "the kept checkpoint of size %d is wrong: %s; run cairn fsck"
              .formatted(checkpoint.size(), e.getMessage()),
          e);
    }
  }

  /** Copies the key file as it is. */
  void writeSigningKey() throws BackupException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(log.keyFile())) {
      bytes = in.readNBytes(KeyFile.MAX_BYTES);
    } catch (IOException e) {
      throw BackupException.unusable("cannot read the key file " + e.getMessage(), e);
    }
    String first = new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    if (!first.equals(log.verifierKey().toString())) {
      throw BackupException.damaged(log.keyFile() + " is not the key of " + log.verifierKey());
    }
    folder.putPrivate(BackupPaths.KEY, out -> out.write(bytes));
  }

  /** What ends a packed file must not close the file. */
  private static OutputStream unclosed(OutputStream out) {
    return new java.io.FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
