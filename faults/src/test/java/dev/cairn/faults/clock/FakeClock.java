package dev.cairn.faults.clock;

import static org.junit.jupiter.api.Assertions.fail;

import dev.cairn.faults.Launch;
import dev.cairn.faults.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/** The time of day as one process sees it, so far from the machine's as a file says. */
final class FakeClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private final Path library;
  private final Path file;

  private FakeClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /** A clock that is right; the test is skipped where there is no such library. */
  static FakeClock in(Path folder) throws IOException {
    Tools.require("faketime");
    FakeClock clock = new FakeClock(library(), folder.resolve("clock"));
    clock.set("+0");
    return clock;
  }

  private static Path library() throws IOException {
    try (Stream<Path> architectures = Files.list(LIBRARIES)) {
      Optional<Path> library =
          architectures.map(each -> each.resolve(LIBRARY)).filter(Files::exists).findFirst();
      return library.orElseGet(() -> fail("faketime is here, but no " + LIBRARY));
    }
  }

  /** Puts it before or after the machine's: {@code -1h}, {@code +0}. */
  void set(String offset) throws IOException {
    Path next = Files.writeString(file.resolveSibling("clock.next"), offset + "\n");
    var _ = Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The server goes by it, but for the times of files. */
  Launch rules(Launch launch) {
    return launch
        .where("LD_PRELOAD", library.toString())
        .where("FAKETIME_TIMESTAMP_FILE", file.toString())
        .where("FAKETIME_NO_CACHE", "1")
        .where("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .where("NO_FAKE_STAT", "1");
  }
}
