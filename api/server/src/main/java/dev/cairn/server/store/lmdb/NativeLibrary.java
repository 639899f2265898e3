package dev.cairn.server.store.lmdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.lmdbjava.Meta;

/**
 * Loads LMDB's native library. lmdbjava unpacks it into a temporary file that it deletes when the
 * process ends, which a killed process never does. Here the file is deleted as soon as it is
 * loaded; the operating system keeps its content for as long as it is mapped.
 *
 * <p>The system properties of lmdbjava take precedence: with {@code lmdbjava.native.lib} nothing is
 * unpacked, and with {@code lmdbjava.extract.dir} the file is left there.
 */
final class NativeLibrary {
  private static final String EXTRACT_DIR = "lmdbjava.extract.dir";
  private static final String FFI_EXTRACT_DIR = "jffi.extract.dir";
  private static final Path IN_MEMORY = Path.of("/dev/shm");

  /** More than the libraries have. */
  private static final long UNPACKED = 2 << 20;

  private static final String NATIVE_LIB = "lmdbjava.native.lib";

  static {
    if (System.getProperty(EXTRACT_DIR) == null && System.getProperty(NATIVE_LIB) == null) {
      loadAndDelete();
    } else {
      Meta.version();
    }
  }

  private NativeLibrary() {}

  /** Loads the library unless it is loaded. */
  static void load() {
    // Done once, when this class is initialised.
  }

  private static void loadAndDelete() {
    try {
      Path folder = Files.createTempDirectory(roomyFolder(), "cairn-lmdb-");
      System.setProperty(EXTRACT_DIR, folder.toString());
      System.setProperty(FFI_EXTRACT_DIR, folder.toString());
      try {
        Meta.version();
      } finally {
        System.clearProperty(EXTRACT_DIR);
        System.clearProperty(FFI_EXTRACT_DIR);
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("LMDB's library cannot be unpacked to load it", e);
    }
  }

  /** The folder for temporary files, or one in memory if that has no room. */
  private static Path roomyFolder() throws IOException {
    Path usual = Path.of(System.getProperty("java.io.tmpdir"));
    return !hasRoom(usual) && hasRoom(IN_MEMORY) ? IN_MEMORY : usual;
  }

  private static boolean hasRoom(Path folder) throws IOException {
    return Files.isWritable(folder) && Files.getFileStore(folder).getUsableSpace() >= UNPACKED;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> content = Files.list(folder)) {
      files = content.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
