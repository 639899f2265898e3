package dev.cairn.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** A folder of small files, each replaced as a whole, by one process at a time. */
final class StateFolder {
  private static final int MAX_FILE_BYTES = 1 << 21;
  private static final int MAX_NAME_PREFIX = 64;
  private static final int NAME_HASH_BYTES = 16;

  private static final FileAttribute<?> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  // A file lock holds between processes only; these hold between threads. Folders may share one.
  private static final ReentrantLock[] THREADS =
      Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

  private final Path folder;
  private final boolean isTrusted;

  private StateFolder(Path folder, boolean isTrusted) {
    this.folder = folder.toAbsolutePath().normalize();
    this.isTrusted = isTrusted;
  }

  /** A folder whose files are believed, so that nobody but its owner may be able to write it. */
  static StateFolder trusted(Path folder) {
    return new StateFolder(folder, true);
  }

  /** A folder that is written for others to read. */
  static StateFolder output(Path folder) {
    return new StateFolder(folder, false);
  }

  /** A file name for any text: readable where it can be, and never the same for two texts. */
  static String fileName(String readable, String identity) {
    String prefix = readable.replaceAll("[^A-Za-z0-9.-]", "_");
    prefix = prefix.substring(0, Math.min(prefix.length(), MAX_NAME_PREFIX));
    byte[] hash = sha256(identity.getBytes(StandardCharsets.UTF_8));
    return prefix + "-" + HexFormat.of().formatHex(hash, 0, NAME_HASH_BYTES);
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Optional<byte[]> read(String name) throws MemoryException {
    try {
      checkFolder();
      try (InputStream in = Files.newInputStream(path(name))) {
        byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        if (bytes.length > MAX_FILE_BYTES) {
          throw new MemoryException(path(name) + " is too large to be a file of Cairn: remove it");
        }
        return Optional.of(bytes);
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      throw new MemoryException("cannot read " + path(name) + ": check folder and disk", e);
    }
  }

  /** Waits for the right to replace files; other holders keep it only for one replacement. */
  Lock lock() throws MemoryException {
    try {
      Files.createDirectories(folder, OWNER_FOLDER);
      checkFolder();
      int slot = Math.floorMod(folder.toRealPath().hashCode(), THREADS.length);
      return new Lock(THREADS[slot]);
    } catch (IOException | UnsupportedOperationException e) {
      throw new MemoryException("cannot lock " + folder + ": check folder and disk", e);
    }
  }

  private void checkFolder() throws IOException, MemoryException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    if (isTrusted && permissions.stream().anyMatch(OTHERS_WRITE::contains)) {
      throw new MemoryException(
          folder + " can be written by others than its owner: run chmod 700 on it");
    }
  }

  /** The right to replace files, until closed. */
  final class Lock implements AutoCloseable {
    private final ReentrantLock threads;
    private final FileChannel channel;

    private Lock(ReentrantLock threads) throws IOException {
      this.threads = threads;
      this.channel =
          FileChannel.open(
              path("lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              OWNER_FILE);
      threads.lock();
      boolean locked = false;
      try {
        channel.lock(); // released with the channel
        locked = true;
      } finally {
        if (!locked) {
          threads.unlock();
          channel.close();
        }
      }
    }

    /** Puts a file in place of the one of that name, or leaves that one as it is. */
    void replace(String name, byte[] bytes) throws MemoryException {
      Path temporary = path(name + ".tmp");
      try {
        Files.deleteIfExists(temporary); // left over from a crash
        write(temporary, bytes);
        Files.move(temporary, path(name), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
          entries.force(true);
        }
      } catch (IOException e) {
        throw new MemoryException("cannot write " + path(name) + ": check folder and disk", e);
      }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
      try (FileChannel out =
          FileChannel.open(
              file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_FILE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
    }

    @Override
    public void close() throws MemoryException {
      try {
        channel.close();
      } catch (IOException e) {
        throw new MemoryException("cannot unlock " + folder + ": check folder and disk", e);
      } finally {
        threads.unlock();
      }
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
