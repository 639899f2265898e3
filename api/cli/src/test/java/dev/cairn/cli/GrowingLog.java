package dev.cairn.cli;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Node;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.witness.AddCheckpointRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log in memory that signs whatever it is asked to, also two histories. */
final class GrowingLog {
  private final SigningKey key;
  private final Frontier tree = new Frontier();
  private final Map<Node, Hash> nodes = new HashMap<>();
  private final TreeHasher hasher = new TreeHasher();

  GrowingLog(String origin) {
    this(SigningKey.generate(origin, KeyType.ED25519));
  }

  GrowingLog(SigningKey key) {
    this.key = key;
  }

  SigningKey key() {
    return key;
  }

  void append(String entry) {
    tree.append(
        hasher.leaf(entry.getBytes(StandardCharsets.UTF_8)),
        (level, index, hash) -> nodes.put(new Node(level, index), hash));
  }

  TreeHead head() {
    return tree.head();
  }

  SignedCheckpoint checkpoint() {
    return checkpoint(head());
  }

  /** Signs any head at all. */
  SignedCheckpoint checkpoint(TreeHead head) {
    return SignedCheckpoint.sign(new Checkpoint(key.verifierKey().name(), head, List.of()), key);
  }

  /** The request to go on from a size to the present head. */
  String request(long old) {
    List<Hash> proof = prover().consistency(old, head().size());
    return new AddCheckpointRequest(old, proof, checkpoint()).toString();
  }

  private Prover prover() {
    return new Prover(wanted -> wanted.stream().map(nodes::get).toList());
  }

  /** A proof file of an entry, with a cosignature line. */
  byte[] proof(long index, String cosignature) throws MalformedException {
    SignedCheckpoint cosigned =
        checkpoint().with(List.of(NoteSignature.parse(cosignature.strip())));
    return new TlogProof(index, prover().inclusion(index, head().size()), cosigned).toBytes();
  }
}
