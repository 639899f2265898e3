package dev.cairn.recorder;

import com.google.protobuf.ByteString;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Node;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.SigningKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A log's entries and their tree, in memory. For one thread at a time. */
final class FakeTree {
  private final List<byte[]> entries = new ArrayList<>();
  private final Map<Node, Hash> nodes = new HashMap<>();
  private final Frontier frontier = new Frontier();
  private final TreeHasher hasher = new TreeHasher();

  long append(byte[] entry) {
    entries.add(entry);
    frontier.append(
        hasher.leaf(entry), (level, index, hash) -> nodes.put(new Node(level, index), hash));
    return size() - 1;
  }

  long size() {
    return entries.size();
  }

  byte[] entry(long index) {
    return entries.get((int) index);
  }

  List<byte[]> entries() {
    return List.copyOf(entries);
  }

  Prover prover() {
    return new Prover(
        wanted -> wanted.stream().map(node -> Objects.requireNonNull(nodes.get(node))).toList());
  }

  ByteString checkpoint(SigningKey key) {
    Checkpoint checkpoint = new Checkpoint(key.verifierKey().name(), prover().head(entries.size()));
    return ByteString.copyFrom(SignedCheckpoint.sign(checkpoint, key).toBytes());
  }

  static List<ByteString> bytes(List<Hash> hashes) {
    return hashes.stream().map(hash -> ByteString.copyFrom(hash.toBytes())).toList();
  }
}
