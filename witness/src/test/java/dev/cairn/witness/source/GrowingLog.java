package dev.cairn.witness.source;

import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Node;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A log in memory that grows; its key is the same in every run. */
public final class GrowingLog {
  public static final String ORIGIN = "log.example/growing";

  private final SigningKey key;
  private final String name;
  private final Map<Node, Hash> nodes = new HashMap<>();
  private final Frontier frontier = new Frontier();

  /** A log whose entries have this name and their index; another name gives another history. */
  public GrowingLog(String name, long size) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) 1);
    this.key = SigningKey.ofSeed(ORIGIN, KeyType.ED25519, seed);
    this.name = name;
    grow(size);
  }

  public synchronized void grow(long toSize) {
    TreeHasher hasher = new TreeHasher();
    while (frontier.size() < toSize) {
      append(hasher, name + " " + frontier.size());
    }
  }

  /** Goes another way from here on. */
  public synchronized void growOtherwise(long toSize) {
    TreeHasher hasher = new TreeHasher();
    while (frontier.size() < toSize) {
      append(hasher, "other " + frontier.size());
    }
  }

  private void append(TreeHasher hasher, String entry) {
    frontier.append(
        hasher.leaf(entry.getBytes(StandardCharsets.UTF_8)),
        (level, index, hash) -> nodes.put(new Node(level, index), hash));
  }

  public VerifierKey verifierKey() {
    return key.verifierKey();
  }

  public synchronized long size() {
    return frontier.size();
  }

  public synchronized TreeHead head(long size) {
    return prover().head(size);
  }

  public synchronized SignedCheckpoint checkpoint(long size) {
    return SignedCheckpoint.sign(new Checkpoint(ORIGIN, head(size)), key);
  }

  public SignedCheckpoint checkpoint() {
    return checkpoint(size());
  }

  /** Proofs, as long as the log does not grow. */
  public Prover prover() {
    return new Prover(
        wanted ->
            wanted.stream()
                .map(node -> Objects.requireNonNull(nodes.get(node), node::toString))
                .toList());
  }

  public synchronized byte[] bytes(Tile tile) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < tile.width(); i++) {
      Node node = new Node(tile.treeLevel(), tile.firstHash() + i);
      bytes.writeBytes(Objects.requireNonNull(nodes.get(node), node::toString).toBytes());
    }
    return bytes.toByteArray();
  }
}
