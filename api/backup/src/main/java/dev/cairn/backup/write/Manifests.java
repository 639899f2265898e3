package dev.cairn.backup.write;

import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupPaths;
import dev.cairn.backup.form.Increment;
import dev.cairn.backup.form.Manifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.stream.Stream;

/** Writes manifests: each file is read again from disk and hashed. */
final class Manifests {
  private static final String NO_HASH = "0".repeat(64);
  private static final int STEP = 256;

  private final BackupFolder folder;
  private final BackupProgress progress;

  Manifests(BackupFolder folder, BackupProgress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /** Writes the manifest of an increment all of whose files are there. */
  Increment write(int number, long from, long to, boolean hasKey) throws BackupException {
    Increment files = new Increment(number, from, to, hasKey, NO_HASH);
    String sha256 = write(BackupPaths.manifest(number), BackupPaths.files(files));
    return new Increment(number, from, to, hasKey, sha256);
  }

  /** Writes the manifest of the partial files of a tree; returns its SHA-256. */
  String edge(int number, long size) throws BackupException {
    return write(BackupPaths.edge(number), BackupPaths.edgeFiles(size));
  }

  private String write(String manifest, Stream<String> paths) throws BackupException {
    String[] sha256 = {""};
    folder.put(
        manifest,
        out -> {
          Manifest.Writer lines = new Manifest.Writer(out);
          long count = 0;
          for (Iterator<String> each = paths.iterator(); each.hasNext(); ) {
            String path = each.next();
            lines.add(new Manifest.Line(hash(path), path));
            count++;
            if (count % STEP == 0) {
              progress.at(BackupProgress.Part.MANIFESTS, count, 0);
            }
          }
          sha256[0] = lines.finish();
          progress.at(BackupProgress.Part.MANIFESTS, count, count);
        });
    return sha256[0];
  }

  private String hash(String path) throws IOException {
    try (InputStream in =
        folder.files().open(path).orElseThrow(() -> new FileNotFoundException(path))) {
      return Manifest.sha256(in);
    }
  }
}
