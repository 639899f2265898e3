package dev.cairn.bench.micro;

import dev.cairn.tree.lanes.BatchHasher;
import dev.cairn.tree.lanes.Lanes;
import dev.cairn.tree.merkle.Hash;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The leaf hashes of a batch of 256 entries. */
@State(Scope.Thread)
public class LeavesBenchmark {
  private static final int BATCH = 256;

  /** Bytes of an entry. */
  @Param("200")
  public int size;

  private final Sha256 digest = new Sha256();
  private final byte[] leaves = new byte[BATCH * Hash.BYTES];
  private BatchHasher lanes = Lanes.newHasher();
  private List<byte[]> entries = List.of();

  /** Compressions for a batch of entries of that many bytes. */
  static int blocks(int entryBytes) {
    return BATCH * Sha256.blocks(1 + entryBytes);
  }

  /** Makes the entries. */
  @Setup
  public void prepare() {
    Lanes.calibrate();
    lanes = Lanes.newHasher();
    Random random = new Random(size);
    entries = Stream.generate(() -> new byte[size]).limit(BATCH).toList();
    entries.forEach(random::nextBytes);
  }

  /** By lanes. */
  @Benchmark
  public byte[] leaves() {
    lanes.leaves(entries, leaves, 0);
    entries.getFirst()[0] ^= leaves[0];
    return leaves;
  }

  /** Leaf by leaf. */
  @Benchmark
  public byte[] messageDigest() {
    for (int i = 0; i < BATCH; i++) {
      digest.leaf(entries.get(i), leaves, i * Hash.BYTES);
    }
    entries.getFirst()[0] ^= leaves[0];
    return leaves;
  }
}
