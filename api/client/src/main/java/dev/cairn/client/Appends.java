package dev.cairn.client;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.policy.Witnessed;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Appends entries and verifies what the log answers. */
final class Appends {
  private static final int KEY_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final VerifiedLog log;

  Appends(VerifiedLog log) {
    this.log = log;
  }

  Receipt append(byte[] entry, AppendOptions options) throws LogException {
    checkEntry(entry);
    log.standard().requireVerifiable(options.ack());
    long floor = log.heads().newestHead().size();
    AppendEntryRequest request =
        AppendEntryRequest.newBuilder()
            .setLog(log.origin())
            .setEntry(ByteString.copyFrom(entry))
            .setIdempotencyKey(key(options))
            .setAck(options.ack().toWire())
            .build();
    AppendEntryResponse answer = log.calls().unary(stub -> stub.appendEntry(request));
    Hash leaf = new TreeHasher().leaf(entry);
    return receipt(answer.getReceipt(), leaf, floor);
  }

  private Receipt receipt(dev.cairn.log.v1.Receipt receipt, Hash leaf, long floor)
      throws LogException {
    if (!Wire.hash(receipt.getLeafHash()).equals(leaf)) {
      throw new CheckFailedException("the receipt is for another entry: its leaf hash differs");
    }
    Ack ack = Wire.ack(receipt.getAck(), log.standard());
    Appended appended = new Appended(receipt.getIndex(), leaf, ack, receipt.getDeduplicated());
    checkIndexes(appended.index(), 1, appended.deduplicated(), floor);
    Duration waited = Wire.waited(receipt.getWaited());
    return switch (ack) {
      case DURABLE -> new Receipt.Durable(appended, waited);
      case SIGNED -> {
        Inclusion inclusion = inclusion(receipt, appended);
        log.heads().admit(inclusion.checkpoint());
        yield new Receipt.Signed(appended, waited, inclusion);
      }
      case WITNESSED -> witnessed(receipt, appended, waited);
    };
  }

  private Receipt.Witnessed witnessed(
      dev.cairn.log.v1.Receipt receipt, Appended appended, Duration waited) throws LogException {
    Inclusion inclusion = inclusion(receipt, appended);
    checkBundle(receipt.getTlogProof(), inclusion.toTlogProof());
    Witnessed cosigned =
        log.believed()
            .admit(inclusion.checkpoint())
            .orElseThrow(() -> new IllegalStateException("a policy says who cosigned"));
    return new Receipt.Witnessed(appended, waited, inclusion, cosigned);
  }

  /** The bundle is kept as it came, so it must be of what was verified and of nothing else. */
  private static void checkBundle(ByteString bundle, TlogProof verified)
      throws CheckFailedException {
    TlogProof parsed;
    try {
      parsed = TlogProof.parse(bundle.toByteArray());
    } catch (MalformedException e) {
      throw new CheckFailedException("the receipt's bundle is malformed: " + e.getMessage(), e);
    }
    if (!Arrays.equals(parsed.toBytes(), verified.toBytes())) {
      throw new CheckFailedException("the receipt's bundle is not of its proof and checkpoint");
    }
  }

  private Inclusion inclusion(dev.cairn.log.v1.Receipt receipt, Appended appended)
      throws LogException {
    SignedCheckpoint checkpoint = log.open(receipt.getCheckpoint());
    if (receipt.getInclusionProof().getTreeSize() != checkpoint.head().size()) {
      throw new CheckFailedException("the receipt's proof and checkpoint are of different sizes");
    }
    List<Hash> proof = Wire.proof(receipt.getInclusionProof().getHashesList());
    Proofs.checkInclusion(appended.index(), appended.leafHash(), checkpoint.head(), proof);
    return new Inclusion(appended.index(), appended.leafHash(), proof, checkpoint);
  }

  BatchReceipt appendAll(List<byte[]> entries, AppendOptions options) throws LogException {
    if (entries.isEmpty() || entries.size() > LogClient.MAX_BATCH_ENTRIES) {
      throw new IllegalArgumentException(
          "a batch has 1 to " + LogClient.MAX_BATCH_ENTRIES + " entries, not " + entries.size());
    }
    log.standard().requireVerifiable(options.ack());
    BatchAppendEntriesRequest.Builder request =
        BatchAppendEntriesRequest.newBuilder()
            .setLog(log.origin())
            .setIdempotencyKey(key(options))
            .setAck(options.ack().toWire());
    TreeHasher hasher = new TreeHasher();
    List<Hash> leaves = new ArrayList<>(entries.size());
    for (byte[] entry : entries) {
      checkEntry(entry);
      request.addEntries(ByteString.copyFrom(entry));
      leaves.add(hasher.leaf(entry));
    }
    long floor = log.heads().newestHead().size();
    return receipt(
        log.calls().unary(stub -> stub.batchAppendEntries(request.build())), leaves, floor);
  }

  private BatchReceipt receipt(BatchAppendEntriesResponse answer, List<Hash> leaves, long floor)
      throws LogException {
    if (answer.getCount() != leaves.size()) {
      throw new CheckFailedException(
          "the log acknowledged " + answer.getCount() + " entries of " + leaves.size());
    }
    long first = answer.getFirstIndex();
    boolean deduplicated = answer.getDeduplicated();
    checkIndexes(first, leaves.size(), deduplicated, floor);
    Ack ack = Wire.ack(answer.getAck(), log.standard());
    if (ack != Ack.DURABLE) {
      SignedCheckpoint checkpoint = log.open(answer.getCheckpoint());
      checkCovers(checkpoint, first, leaves.size());
      new RangeCheck(log.proofs()).check(first, leaves, checkpoint.head());
      log.admitCovering(checkpoint, ack == Ack.WITNESSED);
    }
    List<Appended> entries = new ArrayList<>(leaves.size());
    for (Hash leaf : leaves) {
      entries.add(new Appended(first + entries.size(), leaf, ack, deduplicated));
    }
    return new BatchReceipt(entries, Wire.waited(answer.getWaited()));
  }

  /**
   * Checks indexes as far as they can be without a proof: a fresh entry lies beyond every head that
   * was known before it was sent.
   */
  static void checkIndexes(long first, int count, boolean deduplicated, long floor)
      throws CheckFailedException {
    if (first < 0 || first > Long.MAX_VALUE - count) {
      throw new CheckFailedException("the log acknowledged the impossible index " + first);
    }
    if (!deduplicated && first < floor) {
      throw new CheckFailedException(
          "the log gave index " + first + " to a new entry, and its tree had size " + floor);
    }
  }

  static void checkCovers(SignedCheckpoint checkpoint, long first, int count)
      throws CheckFailedException {
    if (checkpoint.head().size() < first + count) {
      throw new CheckFailedException(
          "the log acknowledged entry "
              + (first + count - 1)
              + " with a checkpoint of size "
              + checkpoint.head().size());
    }
  }

  static void checkEntry(byte[] entry) {
    if (entry.length == 0 || entry.length > LogClient.MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "an entry has 1 to " + LogClient.MAX_ENTRY_BYTES + " bytes, not " + entry.length);
    }
  }

  private static String key(AppendOptions options) {
    if (!options.idempotencyKey().isEmpty()) {
      return options.idempotencyKey();
    }
    byte[] random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
