package dev.cairn.backup.copy;

import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupPaths;
import dev.cairn.backup.form.CheckpointLines;
import dev.cairn.backup.form.Increment;
import dev.cairn.backup.form.KeyLines;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Takes what a copy has into a store. */
public final class CopiedEntries {
  private final LogCopy copy;
  private final CopyProgress progress;

  /**
   * @param copy stays open
   */
  public CopiedEntries(LogCopy copy, CopyProgress progress) {
    this.copy = copy;
    this.progress = progress;
  }

  /**
   * Adds the entries from the store's size on, each verified, with the keys that follow from them.
   *
   * @param to the index after the last, at most the copy's size
   * @throws BackupException if a file of the copy is not what its checkpoint says
   * @throws LogException if the copy cannot be read now
   */
  public void entries(StoreFill fill, long to) throws BackupException, LogException {
    TiledTree tree = copy.tree();
    try {
      while (fill.size() < to) {
        EntryBundle bundle = tree.entries(fill.size() / Tile.FULL);
        int position = (int) (fill.size() % Tile.FULL);
        while (position < bundle.tile().width() && fill.size() < to) {
          fill.addWithOwnKey(bundle.entry(position++));
        }
        progress.at(fill.size(), to);
      }
    } catch (VerificationException e) {
      throw BackupException.damaged(copy + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UnreachableException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Adds the idempotency keys whose entries are in {@code [from, to)}, if the copy has keys.
   *
   * @return whether it has
   */
  public boolean keys(StoreFill fill, long from, long to) throws BackupException {
    if (copy.backup().isEmpty()) {
      return false;
    }
    for (Increment increment : copy.backup().get().description().increments()) {
      if (increment.to() > from) {
        read(
            BackupPaths.keys(increment.number()),
            in ->
                KeyLines.read(
                    in,
                    line -> {
                      KeyUse use = use(line);
                      if (use.end() > from && use.end() <= to) {
                        fill.addKey(line.key(), use);
                      }
                    }));
      }
    }
    return true;
  }

  private static KeyUse use(KeyLines.Line line) throws MalformedException {
    try {
      return new KeyUse(line.firstIndex(), line.count());
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  /** Adds the kept checkpoints of sizes in {@code [from, to]}, if the copy has any. */
  public void checkpoints(StoreFill fill, long from, long to) throws BackupException {
    if (copy.backup().isEmpty()) {
      return;
    }
    for (Increment increment : copy.backup().get().description().increments()) {
      read(
          BackupPaths.checkpoints(increment.number()),
          in ->
              CheckpointLines.read(
                  in,
                  line -> {
                    if (line.size() >= from && line.size() <= to) {
                      byte[] note = line.note().getBytes(StandardCharsets.UTF_8);
                      fill.addCheckpoint(new PublishedCheckpoint(line.size(), note));
                    }
                  }));
    }
  }

  /** What is done with a file. */
  @FunctionalInterface
  private interface Use {
    void of(InputStream in) throws IOException, MalformedException;
  }

  private void read(String path, Use use) throws BackupException {
    try (InputStream in =
        copy.backup()
            .orElseThrow()
            .files()
            .open(path)
            .orElseThrow(() -> new IOException("it is not there"))) {
      use.of(in);
    } catch (IOException | MalformedException e) {
      throw BackupException.damaged(path + " of " + copy + ": " + e.getMessage(), e);
    }
  }
}
