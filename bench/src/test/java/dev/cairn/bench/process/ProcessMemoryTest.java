package dev.cairn.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {
  @Test
  void readsWhatLinuxSays() {
    List<String> status = List.of("Name:\tjava", "VmRSS:\t  294912 kB", "RssAnon:\t  102400 kB");

    assertEquals(new ProcessMemory(288L << 20, 100L << 20), ProcessMemory.parse(status));
    assertEquals(new ProcessMemory(0, 0), ProcessMemory.parse(List.of("Name:\tjava")));
  }

  @Test
  void countsTheFilesOfAFolder(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a"), new byte[10]);
    Files.createDirectory(folder.resolve("in"));
    Files.write(folder.resolve("in/b"), new byte[5]);

    assertEquals(15, DiskUse.bytes(folder));
  }
}
