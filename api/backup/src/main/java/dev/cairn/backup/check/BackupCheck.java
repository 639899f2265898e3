package dev.cairn.backup.check;

import dev.cairn.backup.form.BackupDescription;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupFiles;
import dev.cairn.backup.form.BackupPaths;
import dev.cairn.backup.form.BackupTiles;
import dev.cairn.backup.form.CheckpointLines;
import dev.cairn.backup.form.Increment;
import dev.cairn.backup.form.KeyLines;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Checks one backup. For one use. */
public final class BackupCheck {
  private static final int CACHED_TILES = 1_024;

  private final BackupFiles files;
  private final Optional<VerifierKey> expected;
  private final CheckProgress progress;
  private final Findings findings = new Findings();

  /**
   * @param files stay open
   * @param log the key that the log must have; empty: the one that the backup names
   */
  public BackupCheck(BackupFiles files, Optional<VerifierKey> log, CheckProgress progress) {
    this.files = files;
    this.expected = log;
    this.progress = progress;
  }

  /**
   * Checks all of it.
   *
   * @throws BackupException if there is no backup, its description is damaged, or it is another
   *     log's
   */
  public BackupReport run() throws BackupException {
    BackupDescription description = BackupDescription.read(files);
    if (expected.isPresent() && !expected.get().equals(description.log())) {
      throw BackupException.damaged(
          "%s is a backup of %s, not of %s".formatted(files, description.log(), expected.get()));
    }
    long hashed = new ManifestCheck(files, description, findings, progress).run();
    TiledTree tree =
        new TiledTree(
            description.checkpoint().head(), new BackupTiles(files), new TileCache(CACHED_TILES));
    checkEntries(tree);
    description.witnessed().ifPresent(checkpoint -> check(checkpoint, tree, "backup.json"));
    checkKeys(description);
    checkCheckpoints(description, tree);
    return new BackupReport(
        description, hashed, findings.first(), findings.more(), hasUnlistedKey(description));
  }

  private boolean hasUnlistedKey(BackupDescription description) throws BackupException {
    if (description.hasKey()) {
      return false;
    }
    try (InputStream key = files.open(BackupPaths.KEY).orElse(InputStream.nullInputStream())) {
      return key.read() >= 0;
    } catch (IOException e) {
      throw BackupException.unusable(files + ": " + e.getMessage(), e);
    }
  }

  /**
   * Checks all of it, where only a backup without findings will do.
   *
   * @param otherwise what follows if it has some
   * @throws BackupException also if there are findings
   */
  public void requireClean(String otherwise) throws BackupException {
    BackupReport report = run();
    if (!report.isClean()) {
      long more = report.findings().size() - 1 + report.moreFindings();
      throw BackupException.damaged(
          "%s is damaged: %s%s; %s"
              .formatted(
                  files,
                  report.findings().getFirst(),
                  more == 0 ? "" : ", and %,d findings more".formatted(more),
                  otherwise));
    }
  }

  private void checkEntries(TiledTree tree) {
    long size = tree.head().size();
    if (size == 0 && !tree.head().equals(TreeHead.EMPTY)) {
      findings.add("backup.json: the root is not that of the empty tree");
    }
    long bundles = (size + Tile.FULL - 1) / Tile.FULL;
    for (long index = 0; index < bundles; index++) {
      try {
        var _ = tree.entries(index);
      } catch (VerificationException | IOException e) {
        findings.add("tiles: " + e.getMessage());
      }
      progress.at(CheckProgress.Part.ENTRIES, Math.min(size, (index + 1) * Tile.FULL), size);
    }
  }

  private void check(SignedCheckpoint checkpoint, TiledTree tree, String path) {
    TreeHead head = checkpoint.head();
    try {
      if (head.size() > tree.head().size() || !rootAt(tree, head.size()).equals(head.root())) {
        findings.add(
            "%s: the checkpoint of size %d is not of this tree".formatted(path, head.size()));
      }
    } catch (VerificationException | IOException e) {
      findings.add("tiles: " + e.getMessage());
    }
  }

  private static Hash rootAt(TiledTree tree, long size) throws IOException, VerificationException {
    return size == 0 ? TreeHead.EMPTY.root() : tree.head(size).root();
  }

  private void checkKeys(BackupDescription description) {
    long[] count = {0};
    for (Increment increment : description.increments()) {
      String path = BackupPaths.keys(increment.number());
      try (InputStream in = open(path)) {
        KeyLines.read(
            in,
            line -> {
              long end = line.firstIndex() + line.count();
              if (line.count() < 1 || end <= increment.from() || end > increment.to()) {
                throw new MalformedException("the key " + line.key() + " is of other entries");
              }
              count[0]++;
            });
      } catch (MalformedException e) {
        findings.add(path + ": " + e.getMessage());
      } catch (IOException e) {
        findings.add(path + " cannot be read: " + e.getMessage());
      }
    }
    if (count[0] != description.keys()) {
      findings.add(
          "keys: there are %,d idempotency keys, and backup.json states %,d"
              .formatted(count[0], description.keys()));
    }
  }

  private void checkCheckpoints(BackupDescription description, TiledTree tree) {
    long[] count = {0};
    for (Increment increment : description.increments()) {
      String path = BackupPaths.checkpoints(increment.number());
      try (InputStream in = open(path)) {
        CheckpointLines.read(
            in,
            line -> {
              check(open(line, description.log()), tree, path);
              count[0]++;
            });
      } catch (MalformedException e) {
        findings.add(path + ": " + e.getMessage());
      } catch (IOException e) {
        findings.add(path + " cannot be read: " + e.getMessage());
      }
    }
    if (count[0] != description.checkpoints()) {
      findings.add(
          "checkpoints: there are %,d checkpoints, and backup.json states %,d"
              .formatted(count[0], description.checkpoints()));
    }
  }

  private static SignedCheckpoint open(CheckpointLines.Line line, VerifierKey log)
      throws MalformedException {
    try {
      SignedCheckpoint checkpoint =
          SignedCheckpoint.open(line.note().getBytes(StandardCharsets.UTF_8), log);
      if (checkpoint.head().size() != line.size()) {
        throw new MalformedException("the checkpoint states another size than " + line.size());
      }
      return checkpoint;
    } catch (VerificationException e) {
      throw new MalformedException(
          "the checkpoint of size %d is not signed: %s".formatted(line.size(), e.getMessage()));
    }
  }

  private InputStream open(String path) throws IOException {
    return files.open(path).orElseThrow(() -> new IOException("it is not there"));
  }
}
