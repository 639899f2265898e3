package dev.cairn.bench.report;

import dev.cairn.tree.lanes.Lanes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on: an object among the results like any other. */
public final class Machine {
  /** The name of the object. */
  static final String BENCH = "machine";

  /** The field that says which vectors of the processor are of use, such as {@code AVX-512}. */
  static final String VECTORS = "vectors";

  private static final double KIBIBYTES_OF_A_GIBIBYTE = 1 << 20;

  private Machine() {}

  /**
   * Describes this machine and this JVM.
   *
   * @param folder on the file system that is measured
   */
  public static Map<String, Object> of(Path folder) throws IOException {
    List<String> cpu = lines(Path.of("/proc/cpuinfo"));
    RuntimeMXBean jvm = ManagementFactory.getRuntimeMXBean();
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("bench", BENCH);
    machine.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    machine.put("cpu", value(cpu, "model name"));
    machine.put(VECTORS, vectors(value(cpu, "flags")));
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("memory", memory(lines(Path.of("/proc/meminfo"))));
    machine.put(
        "load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    machine.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("file_system", Files.getFileStore(folder).type());
    machine.put("jdk", jvm.getVmVendor() + " " + System.getProperty("java.runtime.version"));
    machine.put("flags", flags(jvm.getInputArguments()));
    machine.put("hashing", Lanes.description());
    return machine;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** What stands behind a name and a colon; "unknown" if nothing does. */
  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name) && line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String vectors(String flags) {
    String found =
        Stream.of("avx512f", "avx2", "sha_ni")
            .filter(flag -> flags.contains(flag))
            .map(
                flag ->
                    flag.equals("avx512f") ? "AVX-512" : flag.toUpperCase(java.util.Locale.ROOT))
            .collect(Collectors.joining(", "));
    return found.isEmpty() ? "unknown" : found;
  }

  private static String memory(List<String> lines) {
    String total = value(lines, "MemTotal").replaceAll("\\D", "");
    return total.isEmpty()
        ? "unknown"
        : Digits.of(Long.parseLong(total) / KIBIBYTES_OF_A_GIBIBYTE) + " GiB";
  }

  /** The options that bear on speed; none that names a place on this machine. */
  static String flags(List<String> options) {
    return options.stream()
        .filter(option -> option.startsWith("-X") || option.startsWith("--add-modules"))
        .filter(option -> !option.contains("/") && !option.startsWith("-Xlog"))
        .collect(Collectors.joining(" "));
  }
}
