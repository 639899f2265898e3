package dev.cairn.backup.check;

import dev.cairn.backup.form.BackupDescription;
import dev.cairn.backup.form.BackupFiles;
import dev.cairn.backup.form.BackupPaths;
import dev.cairn.backup.form.Increment;
import dev.cairn.backup.form.Manifest;
import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.stream.Stream;

/** Checks every file against its manifest, and every manifest against the description. */
final class ManifestCheck {
  private final BackupFiles files;
  private final BackupDescription description;
  private final Findings findings;
  private final CheckProgress progress;
  private long hashed;

  ManifestCheck(
      BackupFiles files, BackupDescription description, Findings findings, CheckProgress progress) {
    this.files = files;
    this.description = description;
    this.findings = findings;
    this.progress = progress;
  }

  /** Returns the number of files that were hashed. */
  long run() {
    for (Increment increment : description.increments()) {
      check(
          BackupPaths.manifest(increment.number()),
          increment.sha256(),
          BackupPaths.files(increment));
    }
    description
        .edgeSha256()
        .ifPresent(
            sha256 ->
                check(
                    BackupPaths.edge(description.newest().number()),
                    sha256,
                    BackupPaths.edgeFiles(description.size())));
    return hashed;
  }

  private void check(String manifest, String sha256, Stream<String> wanted) {
    try {
      String actual = hash(manifest);
      if (!actual.equals(sha256)) {
        findings.add(manifest + " does not have the SHA-256 that backup.json states");
        return;
      }
      checkLines(manifest, wanted.iterator());
    } catch (MalformedException e) {
      findings.add(manifest + ": " + e.getMessage());
    } catch (IOException e) {
      findings.add(manifest + " cannot be read: " + e.getMessage());
    }
  }

  private void checkLines(String manifest, Iterator<String> wanted)
      throws IOException, MalformedException {
    try (Manifest.Reader reader = new Manifest.Reader(open(manifest))) {
      for (var line = reader.next(); line.isPresent(); line = reader.next()) {
        String path = wanted.hasNext() ? wanted.next() : "";
        if (!path.equals(line.get().path())) {
          throw new MalformedException("it has " + line.get().path() + " where it must not");
        }
        checkFile(line.get());
      }
    }
    if (wanted.hasNext()) {
      throw new MalformedException("it lacks " + wanted.next());
    }
  }

  private void checkFile(Manifest.Line line) {
    try {
      if (!hash(line.path()).equals(line.sha256())) {
        findings.add(line.path() + " does not have the SHA-256 that its manifest states");
      }
    } catch (IOException e) {
      findings.add(line.path() + ": " + e.getMessage());
    }
    hashed++;
    progress.at(CheckProgress.Part.FILES, hashed, 0);
  }

  private String hash(String path) throws IOException {
    return Manifest.sha256(open(path));
  }

  private InputStream open(String path) throws IOException {
    return files.open(path).orElseThrow(() -> new IOException("it is not there"));
  }
}
