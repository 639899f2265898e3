package dev.cairn.witness.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.lmdbjava.Meta;

/**
 * Loads LMDB's native library without leaving a file behind. lmdbjava unpacks it into a temporary
 * file that it deletes when the process ends, which a killed process never does; here it is deleted
 * as soon as it is loaded. The system properties of lmdbjava take precedence.
 */
final class NativeLibrary {
  private static final String EXTRACT_DIR = "lmdbjava.extract.dir";
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
      Path folder = Files.createTempDirectory("cairn-lmdb-");
      System.setProperty(EXTRACT_DIR, folder.toString());
      try {
        Meta.version();
      } finally {
        System.clearProperty(EXTRACT_DIR);
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("LMDB's library cannot be unpacked to load it", e);
    }
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
