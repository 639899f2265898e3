package dev.cairn.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What the machine has that some faults need. */
public final class Machine {
  private static final Path IN_MEMORY = Path.of("/dev/shm");

  private Machine() {}

  /** Whether a missing tool is a failure: the environment variable CAIRN_REQUIRE_FAULT_TOOLS. */
  public static boolean mustHaveTools() {
    return "1".equals(System.getenv("CAIRN_REQUIRE_FAULT_TOOLS"));
  }

  /** Where a program is; empty if there is none of this name. */
  public static Optional<Path> program(String name) {
    return Arrays.stream(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether strace can trace a program here. */
  public static boolean mayTrace() {
    try {
      Process traced =
          new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return traced.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A new folder in memory where there is such a place, and below {@code other} elsewhere. */
  public static Path fastFolder(Path other) throws IOException {
    boolean isThere = Files.isDirectory(IN_MEMORY) && Files.isWritable(IN_MEMORY);
    return Files.createTempDirectory(isThere ? IN_MEMORY : other, "cairn-faults-");
  }
}
