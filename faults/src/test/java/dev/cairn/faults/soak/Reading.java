package dev.cairn.faults.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds.
 *
 * @param heapKilobytes what is used of the JVM's heap, after a collection
 * @param residentKilobytes all of its memory that is in use
 * @param descriptors its open files and connections
 * @param threads its threads of the operating system
 */
record Reading(long heapKilobytes, long residentKilobytes, long descriptors, long threads) {
  static final Reading NOTHING = new Reading(0, 0, 0, 0);

  private static final Pattern HEAP = Pattern.compile("total [0-9]+K, used ([0-9]+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
  private static final Pattern THREADS = Pattern.compile("Threads:\\s+([0-9]+)");

  /** Reads it, after a full collection. */
  static Reading of(long pid) throws IOException, InterruptedException {
    String _ = jcmd(pid, "GC.run");
    String heap = jcmd(pid, "GC.heap_info");
    String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    return new Reading(
        sum(HEAP, heap), sum(RESIDENT, status), descriptors(pid), sum(THREADS, status));
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + command + ": " + out);
    }
    return out;
  }

  private static long descriptors(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.count();
    }
  }

  private static long sum(Pattern pattern, String text) {
    long sum = 0;
    Matcher found = pattern.matcher(text);
    while (found.find()) {
      sum += Long.parseLong(found.group(1));
    }
    return sum;
  }

  /** The larger of each. */
  Reading max(Reading other) {
    return new Reading(
        Math.max(heapKilobytes, other.heapKilobytes),
        Math.max(residentKilobytes, other.residentKilobytes),
        Math.max(descriptors, other.descriptors),
        Math.max(threads, other.threads));
  }

  /** Whether nothing of it is above {@code beginning} by more than is allowed. */
  boolean isWithin(Reading beginning, Reading allowed) {
    return heapKilobytes <= beginning.heapKilobytes + allowed.heapKilobytes
        && residentKilobytes <= beginning.residentKilobytes + allowed.residentKilobytes
        && descriptors <= beginning.descriptors + allowed.descriptors
        && threads <= beginning.threads + allowed.threads;
  }
}
