package dev.cairn.bench.all;

import com.google.common.base.Splitter;
import dev.cairn.bench.report.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A benchmark with its options.
 *
 * @param name of the part
 * @param options of {@code cairn bench}, with spaces between them
 * @param saturation the benchmark half of whose throughput is the rate; empty: no rate is set
 */
record Part(String name, String options, String saturation) {
  private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

  /** What takes about a quarter of an hour on two cores. */
  static List<Part> full() {
    return parts(
        new Extent(
            " --duration 4 --warm-up 12",
            " --start-logs 40000",
            " --entries 1000000",
            " --time 200",
            " --entries 5M",
            " --entries 2M",
            " --outage 1M",
            " --events 1M"));
  }

  /** What only shows that all is well. */
  static List<Part> quick() {
    return parts(
        new Extent(
            " --duration 1 --warm-up 0",
            " --start-logs 100",
            " --entries 1000",
            " --time 1 node_hash",
            " --entries 20k --warm-up 0",
            " --entries 10k --warm-up 0",
            " --outage 1k",
            " --events 2k"));
  }

  /** Options that say how much is measured, each with a space before it. */
  private record Extent(
      String time,
      String start,
      String copied,
      String micro,
      String grown,
      String grownWithKeys,
      String outage,
      String searched) {}

  private static List<Part> parts(Extent extent) {
    String time = extent.time();
    return Stream.concat(
            Stream.of("unary", "stream", "batch", "lone").flatMap(mode -> appends(mode, time)),
            Stream.of(
                of("append with readers", "append --mode unary --readers 2" + time),
                of("append witnessed", "append --ack witnessed" + time),
                of("witness", "witness" + time + extent.start()),
                of("tiles", "tiles" + time),
                of("export", "export" + extent.copied()),
                of("mirror", "mirror" + extent.copied()),
                of("fsck", "fsck" + extent.copied()),
                of("events", "events" + time),
                of("events outage", "events" + extent.outage()),
                of("search", "search" + extent.searched()),
                of("interceptor", "interceptor" + time),
                of("abuse", "abuse" + time),
                of("micro", "micro" + extent.micro()),
                of("scale", "scale" + extent.grown()),
                of("scale with keys of batches", "scale --keys batch" + extent.grownWithKeys()),
                of("scale with keys of entries", "scale --keys entry" + extent.grownWithKeys())))
        .toList();
  }

  private static Stream<Part> appends(String mode, String time) {
    Part full = of("append " + mode, "append --mode " + mode + time);
    return mode.equals("lone")
        ? Stream.of(full)
        : Stream.of(full, new Part(full.name + " paced", full.options, full.name));
  }

  private static Part of(String name, String options) {
    return new Part(name, options, "");
  }

  /**
   * The arguments of {@code cairn bench}; none if the rate depends on what was not found.
   *
   * @param found what the parts before have found
   */
  Optional<List<String>> arguments(Results found) {
    List<String> arguments = new ArrayList<>(WORDS.splitToList(options));
    if (!saturation.isEmpty()) {
      OptionalDouble most = found.figure(saturation, "throughput_per_s");
      if (most.isEmpty()) {
        return Optional.empty();
      }
      arguments.add("--rate");
      arguments.add(Long.toString(Math.max(1, Math.round(most.getAsDouble() / 2))));
    }
    return Optional.of(arguments);
  }
}
