package dev.cairn.bench.report;

import static dev.cairn.bench.report.Goal.figure;
import static dev.cairn.bench.report.Goal.ratio;

import dev.cairn.bench.report.Bound.AtLeast;
import dev.cairn.bench.report.Bound.AtMost;
import dev.cairn.bench.report.Bound.None;
import java.util.List;

/** What is wanted, on two cores with client and server together, and 200-byte entries. */
final class Goals {
  private static final String PER_SECOND = "throughput_per_s";
  private static final String P50 = "latency_ms/p50";
  private static final String P99 = "latency_ms/p99";

  /** All, in the order of the table. */
  static final List<Goal> ALL =
      List.of(
          ratio(
                  "256 leaf hashes to 255 nodes, by lanes against `MessageDigest`",
                  "micro tiles_1",
                  PER_SECOND,
                  " tiles/s",
                  "references/message_digest_per_s",
                  "ratios/tiles_1_to_message_digest",
                  new AtLeast(2))
              .onWideVectors(),
          ratio(
              "the same, whatever the vectors",
              "micro tiles_1",
              PER_SECOND,
              " tiles/s",
              "references/message_digest_per_s",
              "ratios/tiles_1_to_message_digest",
              new AtLeast(1)),
          ratio(
                  "blocks by lanes, entries of 16 KiB, against OpenSSL's",
                  "micro leaves_16384",
                  "references/blocks_per_s",
                  "/s",
                  "references/openssl_blocks_per_s",
                  "ratios/blocks_to_openssl",
                  new AtLeast(1.8))
              .onWideVectors(),
          ratio(
              "unary durable append against raw gRPC echo",
              "append unary",
              PER_SECOND,
              "/s",
              "references/echo_unary_per_s",
              "ratios/unary_to_echo",
              new AtLeast(0.6)),
          ratio(
              "streamed durable append against streamed echo",
              "append stream",
              PER_SECOND,
              "/s",
              "references/echo_stream_per_s",
              "ratios/stream_to_echo",
              new AtLeast(0.5)),
          ratio(
              "batched durable append against bare LMDB",
              "append batch",
              PER_SECOND,
              "/s",
              "references/lmdb_entries_per_s",
              "ratios/batch_to_lmdb",
              new AtLeast(0.6)),
          ratio(
              "lone durable append, p50, against fdatasync",
              "append lone",
              P50,
              " ms",
              "references/fdatasync_ms_p50",
              "ratios/lone_p50_to_fdatasync",
              new AtMost(3)),
          figure(
              "p99 at half of saturation, unary", "append unary paced", P99, " ms", new AtMost(10)),
          figure(
              "p99 at half of saturation, stream",
              "append stream paced",
              P99,
              " ms",
              new AtMost(10)),
          figure(
              "p99 at half of saturation, batch", "append batch paced", P99, " ms", new AtMost(10)),
          figure(
              "entries that a verifying reader found wrong, at full load",
              "append unary with readers",
              "references/mismatches",
              "",
              new AtMost(0)),
          figure(
              "append until witnessed, 100/s, p50",
              "append witnessed at 100/s",
              P50,
              " ms",
              new AtMost(10)),
          figure(
              "append until witnessed, 100/s, p99",
              "append witnessed at 100/s",
              P99,
              " ms",
              new AtMost(50)),
          ratio(
              "witnessed appends against signed ones",
              "append unary witnessed",
              PER_SECOND,
              "/s",
              "references/signed_per_s",
              "ratios/witnessed_to_signed",
              new AtLeast(0.5)),
          figure(
              "inclusion proof in process, p50, of the largest log",
              "scale",
              "proof_in_process_us_p50",
              " µs",
              new AtMost(5)),
          ratio(
              "append rate at the end against the first million",
              "scale",
              "append_per_s_last",
              "/s",
              "append_per_s_first",
              "last_to_first",
              new AtLeast(0.9)),
          ratio(
              "the same with a key for each batch",
              "scale with keys of batches",
              "append_per_s_last",
              "/s",
              "append_per_s_first",
              "last_to_first",
              new None()),
          ratio(
              "the same with a key for each entry",
              "scale with keys of entries",
              "append_per_s_last",
              "/s",
              "append_per_s_first",
              "last_to_first",
              new None()),
          figure(
              "disk beyond the entries' bytes",
              "scale",
              "disk_bytes_beyond_entry",
              " bytes an entry",
              new AtMost(64)),
          figure("heap for all of it", "scale", "heap_limit_mib", " MiB", new AtMost(512)),
          ratio(
              "re-hash sweep, against SHA-256 of the entries alone",
              "fsck",
              "entries_per_s",
              "/s",
              "sha256_entries_per_s",
              "entries_per_s",
              new AtLeast(2_000_000)),
          figure(
              "audit events recorded, sealed, synced on both sides, verified",
              "events many",
              PER_SECOND,
              "/s",
              new AtLeast(30_000)),
          ratio(
              "a lone event until its verified receipt, p50",
              "events lone",
              P50,
              " ms",
              "references/fdatasync_ms_p50",
              P50,
              new AtMost(2)),
          figure(
              "events that waited for the log, delivered then",
              "events outage",
              "drained_per_s",
              "/s",
              new AtLeast(20_000)),
          figure("events indexed", "search", "indexed_per_s", "/s", new AtLeast(50_000)),
          ratio(
              "first page of a search by actor, p99",
              "search",
              "actor_ms_p99",
              " ms",
              "read_50_entries_ms_p50",
              "actor_ms_p99",
              new AtMost(20)),
          figure(
              "what recording it adds to a call, p50",
              "interceptor lone",
              "added_us_p50",
              " µs",
              new AtMost(50)),
          figure(
              "others' p99 beside abuse against alone, the worst abuse",
              "abuse",
              "worst_beside_to_alone",
              "",
              new AtMost(2)),
          figure(
              "witness add-checkpoint",
              "witness add-checkpoint",
              PER_SECOND,
              "/s",
              new AtLeast(3_000)),
          figure(
              "a witness's heap after it",
              "witness after load",
              "used_heap_mib",
              " MiB",
              new AtMost(256)),
          figure(
              "start of a witness of 40,000 logs", "witness start", "start_s", " s", new AtMost(2)),
          ratio(
              "full tiles over HTTP, against plain Jetty",
              "tiles",
              PER_SECOND,
              "/s",
              "references/plain_jetty_per_s",
              PER_SECOND,
              new AtLeast(15_000)),
          figure("full tiles over HTTP, p99", "tiles", P99, " ms", new AtMost(10)),
          ratio(
              "appends while 2,000 tiles a second are read",
              "appends beside tiles",
              "appends_beside_reads_per_s",
              "/s",
              "appends_alone_per_s",
              "beside_to_alone",
              new AtLeast(0.9)),
          ratio(
              "export to files, against one raw write",
              "export",
              "entries_per_s",
              "/s",
              "raw_write_entries_per_s",
              "entries_per_s",
              new AtLeast(200_000)),
          ratio(
              "mirror over HTTP, against one raw write",
              "mirror",
              "entries_per_s",
              "/s",
              "raw_write_entries_per_s",
              "entries_per_s",
              new AtLeast(50_000)));

  private Goals() {}

  /** Those that are for the machine that was measured. */
  static List<Goal> of(Results results) {
    boolean wide = results.text(Machine.BENCH, Machine.VECTORS).contains("512");
    return ALL.stream().filter(goal -> wide || !goal.wide()).toList();
  }
}
