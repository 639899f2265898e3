package dev.cairn.recorder.delivery;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.client.CheckFailedException;
import dev.cairn.event.seal.Seals;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies collectors' seals. Neighbours share a signature: it is verified for the first of them,
 * and the others must lead to the same root. For one thread.
 */
final class CollectorSeals {
  /** A signature that was verified, and for what. */
  private record Known(ByteString signature, int keyId, int count, Hash root) {}

  private final VerifierKey key;
  private final TreeHasher hasher = new TreeHasher();
  private @Nullable Known known;

  CollectorSeals(VerifierKey key) {
    this.key = key;
  }

  /**
   * Verifies one seal.
   *
   * @param member what it covers
   */
  void check(byte[] member, RunSeal seal) throws CheckFailedException {
    try {
      if (seal.getCount() < 1 || seal.getCount() > Seals.MAX_RUN) {
        throw new VerificationException("it counts " + seal.getCount() + " members");
      }
      Known claimed =
          new Known(seal.getSignature(), seal.getKeyId(), seal.getCount(), root(member, seal));
      if (!claimed.equals(known)) {
        Seals.COLLECTED.verify(key, 0, member, seal);
        known = claimed;
      }
    } catch (VerificationException e) {
      throw new CheckFailedException("the collector's seal is not good: " + e.getMessage(), e);
    }
  }

  private Hash root(byte[] member, RunSeal seal) throws VerificationException {
    List<Hash> path = new ArrayList<>(seal.getPathCount());
    for (ByteString hash : seal.getPathList()) {
      if (hash.size() != Hash.BYTES) {
        throw new VerificationException("a hash of its path has " + hash.size() + " bytes");
      }
      path.add(Hash.of(hash.toByteArray()));
    }
    return ProofVerifier.inclusionRoot(
        seal.getPosition(), hasher.leaf(member), seal.getCount(), path);
  }
}
