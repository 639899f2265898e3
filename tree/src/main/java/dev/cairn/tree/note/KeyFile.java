package dev.cairn.tree.note;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Signing keys in files that only their owner can read: a line with the vkey, then the private key
 * as a PEM block of PKCS #8, {@code PRIVATE KEY} or under a passphrase {@code ENCRYPTED PRIVATE
 * KEY} (PBES2: PBKDF2-HMAC-SHA256, 600,000 iterations, AES-256-CBC). OpenSSL reads the block.
 *
 * <p>Only for file systems with POSIX permissions.
 */
public final class KeyFile {
  /** The most bytes a key file may have. */
  public static final int MAX_BYTES = 65_536;

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private KeyFile() {}

  /**
   * Writes a new file, unencrypted. It is durable on return, with its folder entry.
   *
   * @throws KeyFileException if the file exists (it is never overwritten) or cannot be written
   */
  public static void write(Path file, SigningKey key) throws KeyFileException {
    write(file, KeyFileText.plain(key));
  }

  /**
   * Writes a new file, encrypted. It is durable on return, with its folder entry.
   *
   * @param passphrase not empty; left as it is, for the caller to clear
   * @throws KeyFileException if the file exists (it is never overwritten) or cannot be written
   */
  public static void write(Path file, SigningKey key, char[] passphrase) throws KeyFileException {
    if (passphrase.length == 0) {
      throw new IllegalArgumentException("the passphrase is empty");
    }
    write(file, KeyFileText.encrypted(key, passphrase));
  }

  private static void write(Path file, KeyFileText text) throws KeyFileException {
    Set<StandardOpenOption> create =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, create, OWNER_ONLY)) {
      writeOrRemove(channel, file, text);
    } catch (FileAlreadyExistsException e) {
      throw problem(file, "already exists and is never overwritten: choose another path", e);
    } catch (NoSuchFileException e) {
      throw problem(file, "has no folder to be in: create the folder first", e);
    } catch (UnsupportedOperationException e) {
      throw withoutPermissions(file, e);
    } catch (IOException e) {
      throw problem(file, "cannot be written (" + e.getMessage() + "): check folder and disk", e);
    }
  }

  private static void writeOrRemove(FileChannel channel, Path file, KeyFileText text)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      syncFolder(file);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * Whether the key is under a passphrase.
   *
   * @throws KeyFileException as {@link #read(Path)}, as far as no passphrase is needed for it
   */
  public static boolean isEncrypted(Path file) throws KeyFileException {
    return load(file).isEncrypted();
  }

  /**
   * Reads an unencrypted key.
   *
   * @throws KeyFileException if the file is missing, no regular file, open to group or others, or
   *     larger than {@value #MAX_BYTES} bytes; if it is not exactly of the form that {@code write}
   *     gives, or is encrypted; or if the private key is not that of the vkey
   */
  public static SigningKey read(Path file) throws KeyFileException {
    KeyFileText text = load(file);
    if (text.isEncrypted()) {
      throw problem(file, "is encrypted: give its passphrase");
    }
    return open(file, text, new char[0]);
  }

  /**
   * Reads an encrypted key.
   *
   * @param passphrase if empty, the same as {@link #read(Path)}; left as it is, for the caller to
   *     clear
   * @throws KeyFileException as {@link #read(Path)}; if the passphrase is not the right one; or if
   *     the file is not encrypted, so that nobody believes it is
   */
  public static SigningKey read(Path file, char[] passphrase) throws KeyFileException {
    if (passphrase.length == 0) {
      return read(file);
    }
    KeyFileText text = load(file);
    if (!text.isEncrypted()) {
      throw problem(file, "is not encrypted: give no passphrase");
    }
    return open(file, text, passphrase);
  }

  private static SigningKey open(Path file, KeyFileText text, char[] passphrase)
      throws KeyFileException {
    try {
      return text.open(passphrase);
    } catch (MalformedException e) {
      throw damaged(file, e);
    } catch (VerificationException e) {
      throw problem(file, e.getMessage() + ": correct it or restore the file", e);
    }
  }

  private static KeyFileText load(Path file) throws KeyFileException {
    try {
      Path target = file.toRealPath();
      PosixFileAttributes attributes =
          Files.readAttributes(target, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw problem(file, "is not a regular file: correct the path");
      }
      if (!OWNER.containsAll(attributes.permissions())) {
        throw problem(
            file,
            "is open to others ("
                + PosixFilePermissions.toString(attributes.permissions())
                + "): run chmod 600 on it, and make a new key if someone may have read it");
      }
      return KeyFileText.parse(CanonicalText.parseUtf8("it", readBounded(file, target)));
    } catch (NoSuchFileException e) {
      throw problem(file, "does not exist: correct the path, or create the key first", e);
    } catch (AccessDeniedException e) {
      throw problem(file, "cannot be read by this user: run as the file's owner", e);
    } catch (UnsupportedOperationException e) {
      throw withoutPermissions(file, e);
    } catch (IOException e) {
      throw problem(file, "cannot be read (" + e.getMessage() + "): check the disk", e);
    } catch (MalformedException e) {
      throw damaged(file, e);
    }
  }

  private static byte[] readBounded(Path file, Path target) throws IOException, KeyFileException {
    try (InputStream in = Files.newInputStream(target, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw problem(file, "is larger than " + MAX_BYTES + " bytes: correct the path");
      }
      return bytes;
    }
  }

  private static KeyFileException damaged(Path file, MalformedException e) {
    return problem(file, "is damaged (" + e.getMessage() + "): restore it from a backup", e);
  }

  private static KeyFileException withoutPermissions(Path file, Exception e) {
    return problem(file, "is on a file system without POSIX permissions: keep it on another", e);
  }

  private static KeyFileException problem(Path file, String problem) {
    return new KeyFileException("key file " + file + " " + problem);
  }

  private static KeyFileException problem(Path file, String problem, Exception cause) {
    return new KeyFileException("key file " + file + " " + problem, cause);
  }
}
