package dev.cairn.client.events;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.client.CheckFailedException;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.Collecting;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies the collector's seals of entries. Neighbours mostly share a run: where an entry leads to
 * the root of the last signature that was verified, that signature is not verified again. For one
 * thread.
 */
final class CollectorSeals {
  /** A root, and the signature that speaks for it. */
  private record Signed(Hash root, int count, int keyId, ByteString signature) {}

  private final VerifierKey log;
  private final TreeHasher hasher = new TreeHasher();
  private Optional<Signed> last = Optional.empty();

  CollectorSeals(VerifierKey log) {
    this.log = log;
  }

  void check(LoggedEntry entry) throws CheckFailedException {
    RunSeal seal = entry.form().getCollectorSeal();
    try {
      Optional<Signed> claimed = claimed(entry, seal);
      if (claimed.isEmpty() || !claimed.equals(last)) {
        Collecting.verify(entry, log);
        last = claimed;
      }
    } catch (VerificationException e) {
      throw new CheckFailedException(
          "the collector's seal of the entry is not the log's: " + e.getMessage(), e);
    }
  }

  /** What the signature must speak for; empty if the seal is of a form that must fail. */
  private Optional<Signed> claimed(LoggedEntry entry, RunSeal seal) throws VerificationException {
    List<Hash> path = new ArrayList<>(seal.getPathCount());
    for (ByteString hash : seal.getPathList()) {
      if (hash.size() != Hash.BYTES) {
        return Optional.empty();
      }
      path.add(Hash.of(hash.toByteArray()));
    }
    if (seal.getCount() < 1) {
      return Optional.empty();
    }
    Hash leaf = hasher.leaf(entry.collected());
    Hash root = ProofVerifier.inclusionRoot(seal.getPosition(), leaf, seal.getCount(), path);
    return Optional.of(new Signed(root, seal.getCount(), seal.getKeyId(), seal.getSignature()));
  }
}
