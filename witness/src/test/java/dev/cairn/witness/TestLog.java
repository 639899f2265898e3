package dev.cairn.witness;

import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Node;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.Subtree;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A log in memory with a signed checkpoint for every size; its key is the same in every run. */
public final class TestLog {
  private final SigningKey key;
  private final Map<Node, Hash> nodes = new HashMap<>();
  private final List<SignedCheckpoint> checkpoints = new ArrayList<>();

  /** A log whose entries are named after their indexes. */
  public TestLog(String origin, int size) {
    this(origin, size, "entry 0");
  }

  /** A log that differs from others in its first entry, and so in every head but the empty one. */
  public TestLog(String origin, int size, String firstEntry) {
    key = SigningKey.ofSeed(origin, KeyType.ED25519, seed());
    Frontier frontier = new Frontier();
    checkpoints.add(sign(new Checkpoint(origin, frontier.head())));
    TreeHasher hasher = new TreeHasher();
    for (int i = 0; i < size; i++) {
      String entry = i == 0 ? firstEntry : "entry " + i;
      frontier.append(
          hasher.leaf(entry.getBytes(StandardCharsets.UTF_8)),
          (level, index, hash) -> nodes.put(new Node(level, index), hash));
      checkpoints.add(sign(new Checkpoint(origin, frontier.head())));
    }
  }

  // Thirty-two times 1: the key in the vector files.
  private static byte[] seed() {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) 1);
    return seed;
  }

  /** The log's public key. */
  public VerifierKey vkey() {
    return key.verifierKey();
  }

  /** The request to cosign a size, by one who believes that another is known. */
  public AddCheckpointRequest request(int oldSize, int size) {
    return new AddCheckpointRequest(
        oldSize, oldSize == 0 ? List.of() : proof(oldSize, size), checkpoint(size));
  }

  /** The rule for the log. */
  public WitnessRule rule() {
    return new WitnessRule(key.verifierKey());
  }

  /** Signs anything. */
  public SignedCheckpoint sign(Checkpoint checkpoint) {
    return SignedCheckpoint.sign(checkpoint, key);
  }

  /** The checkpoint of a size. */
  public SignedCheckpoint checkpoint(int size) {
    return checkpoints.get(size);
  }

  /** The head of a size. */
  public TreeHead head(int size) {
    return checkpoint(size).head();
  }

  /** The consistency proof between two sizes. */
  public List<Hash> proof(long oldSize, long size) {
    return new Prover(wanted -> wanted.stream().map(this::hash).toList())
        .consistency(oldSize, size);
  }

  /** The hash of a subtree's leaves. */
  public Hash subtreeHash(int level, int index) {
    return hash(new Node(level, index));
  }

  /** The proof that a subtree belongs to a size. */
  public List<Hash> subtreeProof(Subtree subtree, int size) {
    return new Prover(wanted -> wanted.stream().map(this::hash).toList()).subtree(subtree, size);
  }

  private Hash hash(Node node) {
    return Objects.requireNonNull(nodes.get(node), node::toString);
  }
}
