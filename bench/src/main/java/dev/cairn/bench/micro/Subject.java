package dev.cairn.bench.micro;

import java.util.Locale;
import java.util.Map;

/** An operation to measure, and the reference for it. */
enum Subject {
  NODE_HASH(HashBenchmark.class, "node", "messageDigestNode", "message_digest"),
  LEAF_HASH(HashBenchmark.class, "leaf", "messageDigestLeaf", "message_digest"),
  FRONTIER_APPEND(FrontierBenchmark.class, "append", "messageDigest", "message_digest"),
  INCLUSION_PROVE(InclusionBenchmark.class, "prove", "messageDigest", "message_digest"),
  INCLUSION_VERIFY(InclusionBenchmark.class, "verify", "messageDigest", "message_digest"),
  NOTE_OPEN(NoteBenchmark.class, "open", "ed25519Verify", "ed25519_verify"),
  STORE_COMMIT_1(StoreBenchmark.class, "commit", "bareLmdb", "bare_lmdb", 1),
  STORE_COMMIT_1000(StoreBenchmark.class, "commit", "bareLmdb", "bare_lmdb", 1_000);

  private final Class<?> benchmark;
  private final String method;
  private final String referenceMethod;
  private final String reference;
  private final int entries;

  Subject(Class<?> benchmark, String method, String referenceMethod, String reference) {
    this(benchmark, method, referenceMethod, reference, 0);
  }

  Subject(
      Class<?> benchmark, String method, String referenceMethod, String reference, int entries) {
    this.benchmark = benchmark;
    this.method = method;
    this.referenceMethod = referenceMethod;
    this.reference = reference;
    this.entries = entries;
  }

  /** As on the command line and in figures. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reference's name in figures. */
  String reference() {
    return reference;
  }

  /** What JMH finds the operation by. */
  String pattern() {
    return pattern(method);
  }

  /** What JMH finds the reference by. */
  String referencePattern() {
    return pattern(referenceMethod);
  }

  private String pattern(String name) {
    return "^" + benchmark.getName().replace(".", "\\.") + "\\." + name + "$";
  }

  /** The values of the benchmark's parameters. */
  Map<String, String> parameters() {
    return entries == 0 ? Map.of() : Map.of("entries", Integer.toString(entries));
  }
}
