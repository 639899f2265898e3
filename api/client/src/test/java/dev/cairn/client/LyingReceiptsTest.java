package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import dev.cairn.log.v1.InclusionProof;
import dev.cairn.log.v1.Receipt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lies about what was appended. */
@Timeout(120)
class LyingReceiptsTest extends LiarFixture {
  /** One way to change a receipt. */
  enum Lie {
    INDEX_BELOW(receipt -> receipt.setIndex(receipt.getIndex() - 1)),
    INDEX_ABOVE(receipt -> receipt.setIndex(receipt.getIndex() + 1)),
    INDEX_NEGATIVE(receipt -> receipt.setIndex(-1)),
    INDEX_OF_AN_OLD_ENTRY(receipt -> receipt.setIndex(2)),
    INDEX_OF_AN_OLD_ENTRY_DEDUPLICATED(receipt -> receipt.setIndex(2).setDeduplicated(true)),
    INDEX_IMPOSSIBLE(receipt -> receipt.setIndex(Long.MAX_VALUE)),
    LEAF_HASH(receipt -> receipt.setLeafHash(Lies.flip(receipt.getLeafHash(), 0))),
    LEAF_HASH_SHORT(receipt -> receipt.setLeafHash(receipt.getLeafHash().substring(1))),
    LEVEL_MISSING(receipt -> receipt.setAck(AckLevel.ACK_LEVEL_UNSPECIFIED)),
    LEVEL_UNKNOWN(receipt -> receipt.setAckValue(77)),
    CHECKPOINT_MISSING(Receipt.Builder::clearCheckpoint),
    CHECKPOINT_CUT(
        receipt -> {
          ByteString note = receipt.getCheckpoint();
          return receipt.setCheckpoint(note.substring(0, note.size() - 1));
        }),
    PROOF_MISSING(Receipt.Builder::clearInclusionProof),
    PROOF_OF_ANOTHER_SIZE(receipt -> inProof(receipt, proof -> proof.setTreeSize(11))),
    PROOF_TOO_LONG(receipt -> inProof(receipt, proof -> proof.addHashes(proof.getHashes(0)))),
    PROOF_EMPTY(receipt -> inProof(receipt, InclusionProof.Builder::clearHashes)),
    PROOF_ENDLESS(
        receipt ->
            inProof(
                receipt,
                proof -> {
                  for (int i = 0; i < 1_000; i++) {
                    proof.addHashes(proof.getHashes(0));
                  }
                  return proof;
                })),
    PROOF_WITH_A_SHORT_HASH(
        receipt -> inProof(receipt, proof -> proof.setHashes(0, proof.getHashes(0).substring(1)))),
    WAIT_NEGATIVE(
        receipt -> {
          receipt.getWaitedBuilder().setSeconds(-1);
          return receipt;
        });

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final UnaryOperator<Receipt.Builder> change;

    Lie(UnaryOperator<Receipt.Builder> change) {
      this.change = change;
    }

    private static Receipt.Builder inProof(
        Receipt.Builder receipt, UnaryOperator<InclusionProof.Builder> change) {
      InclusionProof.Builder proof = receipt.getInclusionProof().toBuilder();
      return receipt.setInclusionProof(change.apply(proof));
    }
  }

  private void lieInReceipt(UnaryOperator<Receipt.Builder> lie) {
    log.lies()
        .tell(
            AppendEntryResponse.class,
            truth ->
                truth.toBuilder().setReceipt(lie.apply(truth.getReceipt().toBuilder())).build());
  }

  @ParameterizedTest
  @EnumSource
  void receipt(Lie told) throws Exception {
    lieInReceipt(told.change);
    refused(() -> client.append(bytes("new")));
    assertEquals(12, client.append(bytes("another")).index());
    assertEquals(13, remembered().size());
  }

  @Test
  void manyBitsOfAReceiptsProof() {
    for (int bit = 0; bit < 256; bit += 5) {
      int flipped = bit;
      lieInReceipt(
          receipt ->
              Lie.inProof(
                  receipt,
                  proof -> {
                    int at = flipped % proof.getHashesCount();
                    return proof.setHashes(at, Lies.flip(proof.getHashes(at), flipped));
                  }));
      refused(() -> client.append(bytes("new")));
    }
  }

  @Test
  void checkpointThatExtendsNothingKnown() {
    lieInReceipt(
        receipt -> receipt.setCheckpoint(TestLog.checkpoint(TestLog.newKey(), log.head(12))));
    refused(() -> client.append(bytes("new")));
  }

  @Test
  void durableReceipt() throws Exception {
    Executable append = () -> client.append(bytes("new"), AppendOptions.DURABLE);
    lieInReceipt(receipt -> receipt.setLeafHash(Lies.flip(receipt.getLeafHash(), 255)));
    refused(append);
    lieInReceipt(receipt -> receipt.setIndex(4));
    refused(append);
    lieInReceipt(receipt -> receipt.setIndex(-1).setDeduplicated(true));
    refused(append);
    lieInReceipt(receipt -> receipt.setIndex(Long.MAX_VALUE));
    refused(append);
    lieInReceipt(receipt -> receipt.setAck(AckLevel.ACK_LEVEL_SIGNED));
    refused(append);
    client.append(bytes("new"), AppendOptions.DURABLE);
  }

  private void lieInBatch(UnaryOperator<BatchAppendEntriesResponse.Builder> lie) {
    log.lies()
        .tell(BatchAppendEntriesResponse.class, truth -> lie.apply(truth.toBuilder()).build());
  }

  @Test
  void batch() throws Exception {
    Executable append = () -> client.appendAll(TestLog.bytes("a", "b", "c"));
    lieInBatch(truth -> truth.setCount(2));
    refused(append);
    lieInBatch(truth -> truth.setFirstIndex(3));
    refused(append);
    lieInBatch(truth -> truth.setFirstIndex(truth.getFirstIndex() - 1));
    refused(append);
    lieInBatch(truth -> truth.setFirstIndex(truth.getFirstIndex() + 1));
    refused(append);
    lieInBatch(truth -> truth.setFirstIndex(-1));
    refused(append);
    lieInBatch(truth -> truth.setFirstIndex(Long.MAX_VALUE - 1));
    refused(append);
    lieInBatch(truth -> truth.setAck(AckLevel.ACK_LEVEL_UNSPECIFIED));
    refused(append);
    lieInBatch(BatchAppendEntriesResponse.Builder::clearCheckpoint);
    refused(append);
    lieInBatch(truth -> truth.setCheckpoint(log.checkpoint(truth.getFirstIndex() + 2)));
    refused(append);
    lieInBatch(truth -> truth.setCheckpoint(TestLog.checkpoint(TestLog.newKey(), log.head(12))));
    refused(append);
    assertEquals(3, client.appendAll(TestLog.bytes("a", "b", "c")).entries().size());
  }
}
