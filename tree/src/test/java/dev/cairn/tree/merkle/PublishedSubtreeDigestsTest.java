package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The accumulated vectors of draft-ietf-plants-merkle-tree-certs, "Subtree Test Vectors": one
 * digest over every result for sizes up to 130. What others computed, and what the oracle must
 * reproduce too.
 */
class PublishedSubtreeDigestsTest {
  private static final int MAX = 130;

  private final Prover prover = new Prover(MemoryTree.ofSingleBytes(MAX));
  private final ReferenceTree reference = ReferenceTree.ofSingleBytes();
  private final MessageDigest actual = MessageDigest.getInstance("SHA-256");
  private final MessageDigest oracle = MessageDigest.getInstance("SHA-256");

  PublishedSubtreeDigestsTest() throws NoSuchAlgorithmException {}

  @Test
  void hashes() {
    for (int end = 0; end <= MAX; end++) {
      for (int start = 0; start <= end; start++) {
        if (Subtree.isValid(start, end)) {
          Subtree subtree = new Subtree(start, end);
          add(actual, subtree.toString(), List.of(prover.root(subtree)));
          add(oracle, subtree.toString(), List.of(reference.root(start, end)));
        }
      }
    }
    assertDigests("b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81");
  }

  @Test
  void inclusionProofs() {
    for (int end = 0; end <= MAX; end++) {
      for (int start = 0; start <= end; start++) {
        for (int index = start; index < end && Subtree.isValid(start, end); index++) {
          Subtree subtree = new Subtree(start, end);
          add(actual, index + " " + subtree, prover.inclusion(index, subtree));
          add(oracle, index + " " + subtree, reference.path(index, start, end));
        }
      }
    }
    assertDigests("ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f");
  }

  @Test
  void consistencyProofs() {
    for (int size = 0; size <= MAX; size++) {
      for (int end = 0; end <= size; end++) {
        for (int start = 0; start <= end; start++) {
          if (Subtree.isValid(start, end)) {
            Subtree subtree = new Subtree(start, end);
            add(actual, subtree + " " + size, prover.subtree(subtree, size));
            add(oracle, subtree + " " + size, reference.subtreeProof(start, end, size));
          }
        }
      }
    }
    assertDigests("10fa99b37bf9bf9ffa26b412fbd98bd75363256d0b75d61bc4538b9c9c5a0a74");
  }

  @Test
  void coveringSubtrees() {
    for (int end = 0; end <= MAX; end++) {
      for (int start = 0; start <= end; start++) {
        List<Subtree> covering = Subtree.covering(start, end);
        add(actual, covering.getFirst() + " " + covering.getLast(), List.of());
      }
    }
    assertEquals(
        "7fd9c8b926e9d2b5cf831560e8ce295a5ef97ad5c5ede4ea0dea28a8c8fc8bb0",
        HexFormat.of().formatHex(actual.digest()));
  }

  private void assertDigests(String published) {
    assertEquals(published, HexFormat.of().formatHex(oracle.digest()), "the oracle's digest");
    assertEquals(published, HexFormat.of().formatHex(actual.digest()));
  }

  private static void add(MessageDigest digest, String positions, List<Hash> hashes) {
    StringBuilder line = new StringBuilder(positions);
    hashes.forEach(hash -> line.append(' ').append(hash));
    digest.update(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
  }
}
