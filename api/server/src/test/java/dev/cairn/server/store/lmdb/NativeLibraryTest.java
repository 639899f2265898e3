package dev.cairn.server.store.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class NativeLibraryTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void leavesNoFileBehind() throws IOException {
    NativeLibrary.load();
    List<String> mapped =
        Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> line.contains("lmdbjava-native-library"))
            .toList();
    assertFalse(mapped.isEmpty(), "the library is not mapped");
    for (String line : mapped) {
      assertTrue(line.endsWith(" (deleted)"), line);
      String file = line.substring(line.indexOf('/'), line.length() - " (deleted)".length());
      assertFalse(Files.exists(Path.of(file).toAbsolutePath().getParent()), file);
    }
    assertEquals(null, System.getProperty("lmdbjava.extract.dir"));
  }
}
