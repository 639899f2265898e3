package dev.cairn.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The memory of another process, as Linux accounts for it.
 *
 * @param resident bytes in memory, pages of files that are mapped included
 * @param anonymous those of them that are not a file's
 */
public record ProcessMemory(long resident, long anonymous) {
  private static final long KIBIBYTE = 1 << 10;

  /** Looks at a process; zeros where there is no {@code /proc}. */
  public static ProcessMemory of(ServerProcess process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.exists(status) ? parse(Files.readAllLines(status)) : new ProcessMemory(0, 0);
  }

  static ProcessMemory parse(List<String> status) {
    return new ProcessMemory(bytes(status, "VmRSS:"), bytes(status, "RssAnon:"));
  }

  private static long bytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) * KIBIBYTE)
        .findFirst()
        .orElse(0);
  }
}
