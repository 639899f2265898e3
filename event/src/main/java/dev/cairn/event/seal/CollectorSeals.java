package dev.cairn.event.seal;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.event.LoggedEntry;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;

/**
 * Verifies the collector's seals of many entries. Neighbours mostly share a signature: where an
 * entry leads to the root of the last one that was verified, it is not verified again. For one
 * thread.
 */
public final class CollectorSeals {
  /** A root, and the signature that speaks for it. */
  private record Signed(Hash root, int count, int keyId, ByteString signature) {}

  private final VerifierKey log;
  private Optional<Signed> last = Optional.empty();

  /**
   * @param log the log's key
   */
  public CollectorSeals(VerifierKey log) {
    this.log = log;
  }

  /**
   * Verifies one seal.
   *
   * @param member what it covers, see {@link LoggedEntry#collected(dev.cairn.audit.v1.LoggedEvent)}
   * @throws VerificationException if the log's key has not sealed it
   */
  public void verify(byte[] member, RunSeal seal) throws VerificationException {
    Hash root = Seals.root(member, seal);
    Signed claimed = new Signed(root, seal.getCount(), seal.getKeyId(), seal.getSignature());
    if (last.isEmpty() || !claimed.equals(last.get())) {
      Seals.COLLECTED.verify(log, 0, root, seal);
      last = Optional.of(claimed);
    }
  }

  /** As {@link #verify(byte[], RunSeal)}, of an entry. */
  public void verify(LoggedEntry entry) throws VerificationException {
    verify(entry.collected(), entry.form().getCollectorSeal());
  }
}
