package dev.cairn.backup.restore;

import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupPaths;
import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.KeyFileException;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The signing key of a log that is restored, as it is on disk. */
public final class KeyMaterial {
  private final byte[] bytes;

  private KeyMaterial(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a key file.
   *
   * @param log the key that it must have
   * @param passphrase empty: the file is not encrypted
   * @throws BackupException if it cannot be opened, or is another log's
   */
  public static KeyMaterial read(Path file, VerifierKey log, char[] passphrase)
      throws BackupException {
    try {
      SigningKey key = KeyFile.read(file, passphrase);
      if (!key.verifierKey().equals(log)) {
        throw BackupException.unusable(file + " is not the key of " + log);
      }
      return new KeyMaterial(Files.readAllBytes(file));
    } catch (KeyFileException | IOException e) {
      throw BackupException.unusable(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The key that a backup was made with.
   *
   * @param passphrase empty: the key is not encrypted
   * @throws BackupException if the copy has none, or it cannot be opened
   */
  public static KeyMaterial ofBackup(LogCopy copy, char[] passphrase) throws BackupException {
    Optional<InputStream> key = Optional.empty();
    try {
      if (copy.backup().isPresent()) {
        key = copy.backup().get().files().open(BackupPaths.KEY);
      }
      if (key.isEmpty()) {
        throw BackupException.unusable(
            copy + " has no signing key in it: give the log's key file with --key");
      }
      return readCopied(key.get(), copy.checkpoint().log(), passphrase);
    } catch (IOException e) {
      throw BackupException.damaged(copy + ": the key cannot be read: " + e.getMessage(), e);
    }
  }

  /** Opens it as a file of its own, which only its owner can read. */
  private static KeyMaterial readCopied(InputStream key, VerifierKey log, char[] passphrase)
      throws IOException, BackupException {
    Path file =
        Files.createTempFile(
            "cairn-key",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (key) {
      Files.write(file, key.readNBytes(KeyFile.MAX_BYTES));
      return read(file, log, passphrase);
    } finally {
      Files.delete(file);
    }
  }

  /** The bytes of the file. */
  byte[] toBytes() {
    return bytes.clone();
  }
}
