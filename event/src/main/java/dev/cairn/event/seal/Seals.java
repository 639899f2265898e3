package dev.cairn.event.seal;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Signs and verifies runs of one kind. */
public enum Seals {
  /** By producers, over events in their chains. */
  PRODUCED("cairn.dev/produced-run/v1"),
  /** By collectors, over what they know of events; their runs begin at 0. */
  COLLECTED("cairn.dev/collected-run/v1");

  /** The most members of a run. */
  public static final int MAX_RUN = 256;

  private static final int SIGNATURE_BYTES = 64;

  private final String kind;

  Seals(String kind) {
    this.kind = kind;
  }

  /**
   * Seals a run.
   *
   * @param first the position of the first member, at least 0
   * @param members 1 to {@value #MAX_RUN}
   * @return each member's share
   * @throws IllegalArgumentException if the run is of another size
   */
  public List<RunSeal> seal(SigningKey key, long first, List<byte[]> members) {
    RunTree tree = RunTree.of(members);
    return shares(tree, key.verifierKey().keyId(), sign(key, first, tree));
  }

  /** The signature over a run. */
  ByteString sign(SigningKey key, long first, RunTree tree) {
    byte[] text = text(key.verifierKey().name(), first, tree.size(), tree.root());
    return ByteString.copyFrom(key.sign(text));
  }

  /** Verifies the signature over a whole run. */
  void verify(VerifierKey key, long first, RunTree tree, int keyId, ByteString signature)
      throws VerificationException {
    checkKeyId(key, keyId);
    checkSignature(key, first, tree.size(), tree.root(), signature);
  }

  /** Each member's share of a signature over a run. */
  static List<RunSeal> shares(RunTree tree, int keyId, ByteString signature) {
    List<RunSeal> shares = new ArrayList<>(tree.size());
    for (int position = 0; position < tree.size(); position++) {
      shares.add(
          RunSeal.newBuilder()
              .setPosition(position)
              .setCount(tree.size())
              .addAllPath(tree.path(position))
              .setKeyId(keyId)
              .setSignature(signature)
              .build());
    }
    return shares;
  }

  /**
   * Verifies one member by its share.
   *
   * @param first the position of the run's first member
   * @throws VerificationException if the share does not show that the key has signed the member
   */
  public void verify(VerifierKey key, long first, byte[] member, RunSeal share)
      throws VerificationException {
    verify(key, first, root(member, share), share);
  }

  /** Verifies the signature of a share over a root that {@link #root} gave. */
  void verify(VerifierKey key, long first, Hash root, RunSeal share) throws VerificationException {
    checkKeyId(key, share.getKeyId());
    checkSignature(key, first, share.getCount(), root, share.getSignature());
  }

  /** The root that a member's path leads to. */
  static Hash root(byte[] member, RunSeal share) throws VerificationException {
    if (share.getCount() < 1 || share.getCount() > MAX_RUN) {
      throw new VerificationException("a run has 1 to 256 members, not " + share.getCount());
    }
    List<Hash> path = new ArrayList<>(share.getPathCount());
    for (ByteString hash : share.getPathList()) {
      if (hash.size() != Hash.BYTES) {
        throw new VerificationException("a hash of a run's path has " + hash.size() + " bytes");
      }
      path.add(Hash.of(hash.toByteArray()));
    }
    Hash leaf = new TreeHasher().leaf(member);
    return ProofVerifier.inclusionRoot(share.getPosition(), leaf, share.getCount(), path);
  }

  private static void checkKeyId(VerifierKey key, int keyId) throws VerificationException {
    if (keyId != key.keyId()) {
      throw new VerificationException("the run is sealed by another key than " + key.identity());
    }
  }

  private void checkSignature(
      VerifierKey key, long first, int count, Hash root, ByteString signature)
      throws VerificationException {
    if (signature.size() != SIGNATURE_BYTES
        || !key.verify(text(key.name(), first, count, root), signature.toByteArray())) {
      throw new VerificationException("the run's signature is not one of " + key.identity());
    }
  }

  private byte[] text(String name, long first, int count, Hash root) {
    return "%s\n%s\n%d %d\n%s\n"
        .formatted(kind, name, first, count, root.toBase64())
        .getBytes(StandardCharsets.UTF_8);
  }
}
