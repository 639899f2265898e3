package dev.cairn.bench.scale;

import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.process.JvmHeap;
import dev.cairn.bench.process.ProcessMemory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was seen of a log from one mark to the next, and at the end of it.
 *
 * @param from the size at which it began
 * @param size the size at which it ended
 * @param nanos how long the entries between took
 * @param lmdbPerSecond entries a second that bare LMDB stored meanwhile
 * @param proof how long the log took for an inclusion proof, over gRPC
 * @param diskBytes of the log's folder
 */
record Stretch(
    long from,
    long size,
    long nanos,
    double lmdbPerSecond,
    Latency proof,
    long diskBytes,
    JvmHeap heap,
    ProcessMemory memory) {
  static final double MEBIBYTE = 1 << 20;

  double perSecond() {
    return (size - from) * 1e9 / nanos;
  }

  /** Bytes on disk beyond those of the entries themselves, for each entry. */
  double beyond(int entryBytes) {
    return (double) (diskBytes - size * entryBytes) / size;
  }

  Values values(ScalePlan plan) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("size", (double) size);
    values.put("append_per_s", perSecond());
    values.put("lmdb_entries_per_s", lmdbPerSecond);
    values.put("append_to_lmdb", perSecond() / lmdbPerSecond);
    values.put("proof_ms_p50", proof.p50());
    values.put("proof_ms_p99", proof.p99());
    values.put("disk_bytes_beyond_entry", beyond(plan.entryBytes()));
    values.put("used_heap_mib", heap.used() / MEBIBYTE);
    values.put("live_heap_mib", heap.live() / MEBIBYTE);
    values.put("resident_mib", memory.resident() / MEBIBYTE);
    values.put("anonymous_mib", memory.anonymous() / MEBIBYTE);
    return new Values("scale stretch" + plan.keys().suffix(), values, 0);
  }
}
