package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.VerificationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InclusionRootTest {
  private final TreeHasher hasher = new TreeHasher();

  private Hash leaf(int i) {
    return hasher.leaf(new byte[] {(byte) i});
  }

  /** RFC 6962 §2.1. */
  private Hash root(int start, int end) {
    if (end - start == 1) {
      return leaf(start);
    }
    int middle = start + Integer.highestOneBit(end - start - 1);
    return hasher.node(root(start, middle), root(middle, end));
  }

  /** RFC 6962 §2.1.1. */
  private List<Hash> path(int index, int start, int end) {
    if (end - start == 1) {
      return new ArrayList<>();
    }
    int middle = start + Integer.highestOneBit(end - start - 1);
    List<Hash> path = index < middle ? path(index, start, middle) : path(index, middle, end);
    path.add(index < middle ? root(middle, end) : root(start, middle));
    return path;
  }

  @Test
  void everyPathLeadsToTheRootOfItsTree() throws Exception {
    for (int size = 1; size <= 70; size++) {
      for (int index = 0; index < size; index++) {
        assertEquals(
            root(0, size),
            ProofVerifier.inclusionRoot(index, leaf(index), size, path(index, 0, size)));
      }
    }
  }

  @Test
  void aPathOfAnotherLengthAndAnIndexOutsideAreRefused() {
    List<Hash> path = path(3, 0, 7);
    refused(3, 7, path.subList(0, 2));
    List<Hash> longer = new ArrayList<>(path);
    longer.add(leaf(1));
    refused(3, 7, longer);
    refused(7, 7, path);
    refused(-1, 7, path);
    refused(0, 0, List.of());
    refused(0, -5, List.of());
  }

  private void refused(long index, long size, List<Hash> path) {
    assertThrows(
        VerificationException.class, () -> ProofVerifier.inclusionRoot(index, leaf(3), size, path));
  }
}
