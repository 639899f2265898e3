package dev.cairn.bench.micro;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An operation to measure, at some sizes, and the reference for it. What the size is of, the
 * benchmark's field of that name says.
 */
enum Subject {
  NODE_HASH(HashBenchmark.class, "node", "message_digest", "messageDigestNode", 1),
  LEAF_HASH(HashBenchmark.class, "leaf", "message_digest", "messageDigestLeaf", 200, 4_096),
  TILES(TilesBenchmark.class, "roots", "message_digest", "messageDigest", 1, 64),
  LEAVES(LeavesBenchmark.class, "leaves", "message_digest", "messageDigest", 200, 16_384),
  FRONTIER_APPEND(FrontierBenchmark.class, "append", "message_digest", "messageDigest", 1_000_000),
  INCLUSION_PROVE(
      InclusionBenchmark.class, "prove", "message_digest", ProofHashes.class, 1_000, 1_000_000),
  INCLUSION_READ(
      StoredInclusionBenchmark.class,
      "read",
      "message_digest",
      ProofHashes.class,
      10_000,
      1_000_000),
  INCLUSION_VERIFY(
      InclusionBenchmark.class, "verify", "message_digest", ProofHashes.class, 1_000, 1_000_000),
  NOTE_OPEN(NoteBenchmark.class, "open", "ed25519_verify", "ed25519Verify", 0, 8),
  COSIGN_ED25519(CosignBenchmark.class, "ed25519", "ed25519_sign", "bareEd25519", 32, 255),
  COSIGN_ML_DSA_44(CosignBenchmark.class, "mlDsa44", "ml_dsa_44_sign", "bareMlDsa44", 32, 255),
  STORE_COMMIT(StoreBenchmark.class, "commit", "bare_lmdb", "bareLmdb", 1, 1_000, 10_000);

  private final Class<?> benchmark;
  private final String method;
  private final String reference;
  private final Class<?> referenceBenchmark;
  private final String referenceMethod;
  private final ImmutableList<Integer> sizes;

  Subject(
      Class<?> benchmark,
      String method,
      String reference,
      String referenceMethod,
      Integer... sizes) {
    this.benchmark = benchmark;
    this.method = method;
    this.reference = reference;
    this.referenceBenchmark = benchmark;
    this.referenceMethod = referenceMethod;
    this.sizes = ImmutableList.copyOf(sizes);
  }

  Subject(
      Class<?> benchmark,
      String method,
      String reference,
      Class<ProofHashes> referenceBenchmark,
      Integer... sizes) {
    this.benchmark = benchmark;
    this.method = method;
    this.reference = reference;
    this.referenceBenchmark = referenceBenchmark;
    this.referenceMethod = "messageDigest";
    this.sizes = ImmutableList.copyOf(sizes);
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
    return pattern(benchmark, method);
  }

  /** What JMH finds the reference by. */
  String referencePattern() {
    return pattern(referenceBenchmark, referenceMethod);
  }

  private static String pattern(Class<?> benchmark, String name) {
    return "^" + benchmark.getName().replace(".", "\\.") + "\\." + name + "$";
  }

  /**
   * Compressions of SHA-256 in one operation, where it is lanes that are measured; 0 elsewhere.
   *
   * @param size one of the sizes
   */
  int blocks(int size) {
    return switch (this) {
      case TILES -> TilesBenchmark.blocks(size);
      case LEAVES -> LeavesBenchmark.blocks(size);
      case NODE_HASH,
          LEAF_HASH,
          FRONTIER_APPEND,
          INCLUSION_PROVE,
          INCLUSION_READ,
          INCLUSION_VERIFY,
          NOTE_OPEN,
          COSIGN_ED25519,
          COSIGN_ML_DSA_44,
          STORE_COMMIT ->
          0;
    };
  }

  /** A subject at one of its sizes. */
  record Sized(Subject subject, int size) {
    /** As on the command line and in figures. */
    String name() {
      return subject.sizes.size() == 1 ? subject.text() : subject.text() + "_" + size;
    }

    /** All of them. */
    static List<Sized> all() {
      return Arrays.stream(values())
          .flatMap(subject -> subject.sizes.stream().map(size -> new Sized(subject, size)))
          .toList();
    }
  }
}
