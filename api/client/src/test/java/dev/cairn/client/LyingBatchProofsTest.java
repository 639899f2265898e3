package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.log.v1.BatchGetInclusionProofsResponse;
import dev.cairn.log.v1.InclusionProof;
import dev.cairn.log.v1.ProvedLeaf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lies in the proofs of several entries: one is enough to refuse all. */
@Timeout(120)
class LyingBatchProofsTest extends LiarFixture {
  private static final List<Long> ASKED = List.of(2L, 9L, 4L);

  /** One way to change the list of proofs. */
  enum Lie {
    SWAPPED(proofs -> Collections.swap(proofs, 0, 1)),
    MISSING(List::removeLast),
    NONE(List::clear),
    ONE_MORE(proofs -> proofs.add(proofs.getFirst())),
    DUPLICATE(proofs -> proofs.set(1, proofs.getFirst())),
    ANOTHER_INDEX(proofs -> change(proofs, leaf -> leaf.setIndex(3))),
    PROOF_OF_ANOTHER(
        proofs -> {
          ProvedLeaf other = proofs.getFirst();
          change(proofs, leaf -> leaf.setLeafHash(other.getLeafHash()).setProof(other.getProof()));
        }),
    LEAF_HASH(proofs -> change(proofs, leaf -> leaf.setLeafHash(Lies.flip(leaf.getLeafHash(), 9)))),
    NO_LEAF_HASH(proofs -> change(proofs, ProvedLeaf.Builder::clearLeafHash)),
    NO_PROOF(proofs -> change(proofs, ProvedLeaf.Builder::clearProof)),
    SIZE_OF_ONE(
        proofs ->
            change(proofs, leaf -> leaf.setProof(leaf.getProof().toBuilder().setTreeSize(10)))),
    TOO_LONG(
        proofs ->
            change(
                proofs,
                leaf -> {
                  InclusionProof proof = leaf.getProof();
                  return leaf.setProof(proof.toBuilder().addHashes(proof.getHashes(0)));
                }));

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Consumer<List<ProvedLeaf>> change;

    Lie(Consumer<List<ProvedLeaf>> change) {
      this.change = change;
    }

    private static void change(List<ProvedLeaf> proofs, UnaryOperator<ProvedLeaf.Builder> change) {
      proofs.set(1, change.apply(proofs.get(1).toBuilder()).build());
    }
  }

  private void lie(UnaryOperator<BatchGetInclusionProofsResponse.Builder> lie) {
    log.lies()
        .tell(BatchGetInclusionProofsResponse.class, truth -> lie.apply(truth.toBuilder()).build());
  }

  @ParameterizedTest
  @EnumSource
  void aLieAboutOneRefusesAll(Lie told) throws Exception {
    lie(
        truth -> {
          List<ProvedLeaf> proofs = new ArrayList<>(truth.getProofsList());
          told.change.accept(proofs);
          return truth.clearProofs().addAllProofs(proofs);
        });
    refused(() -> client.inclusions(ASKED));
    assertEquals(3, client.inclusions(ASKED).size());
  }

  @Test
  void everyBitOfEveryProofCounts() {
    for (int bit = 0; bit < 256; bit++) {
      int flipped = bit;
      lie(
          truth -> {
            ProvedLeaf.Builder leaf = truth.getProofsBuilder(flipped % 3);
            InclusionProof.Builder proof = leaf.getProofBuilder();
            int at = flipped % proof.getHashesCount();
            proof.setHashes(at, Lies.flip(proof.getHashes(at), flipped));
            return truth;
          });
      refused(() -> client.inclusions(ASKED));
    }
  }

  @Test
  void theTreeMustBeThatOfTheCheckpoint() {
    lie(truth -> truth.setTreeSize(10));
    refused(() -> client.inclusions(ASKED));
    lie(BatchGetInclusionProofsResponse.Builder::clearCheckpoint);
    refused(() -> client.inclusions(ASKED));
    lie(truth -> truth.setCheckpoint(log.checkpoint(10)));
    refused(() -> client.inclusions(ASKED));
    lie(truth -> truthAbout(2, 4)); // true, but older than what is remembered
    refused(() -> client.inclusions(List.of(2L)));
  }

  private BatchGetInclusionProofsResponse.Builder truthAbout(long index, long size) {
    return BatchGetInclusionProofsResponse.newBuilder()
        .setTreeSize(size)
        .setCheckpoint(log.checkpoint(size))
        .addProofs(
            ProvedLeaf.newBuilder()
                .setIndex(index)
                .setLeafHash(TestLogService.bytes(log.leaf(index)))
                .setProof(
                    InclusionProof.newBuilder()
                        .setTreeSize(size)
                        .addAllHashes(
                            log.prover().inclusion(index, size).stream()
                                .map(TestLogService::bytes)
                                .toList())));
  }

  @Test
  void provesInTheOrderAsked() throws Exception {
    List<Inclusion> proved = client.inclusions(List.of(9L, 2L, 9L));
    assertEquals(List.of(9L, 2L, 9L), proved.stream().map(Inclusion::index).toList());
    for (Inclusion inclusion : proved) {
      assertEquals(client.inclusion(inclusion.index()), inclusion);
    }
    assertEquals(11, remembered().size());
    assertEquals(proved, client.async().inclusions(List.of(9L, 2L, 9L)).get());
  }

  @Test
  void asksForNothingThatNoTreeHas() {
    assertThrows(IllegalArgumentException.class, () -> client.inclusions(List.of()));
    assertThrows(IllegalArgumentException.class, () -> client.inclusions(List.of(1L, -1L)));
    List<Long> tooMany = Collections.nCopies(LogClient.MAX_BATCH_PROOFS + 1, 1L);
    assertThrows(IllegalArgumentException.class, () -> client.inclusions(tooMany));
    assertThrows(RefusedException.class, () -> client.inclusions(List.of(1L, 11L)));
  }
}
