package dev.cairn.cli;

import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Node;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.HashTile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes a log as static files (C2SP tlog-tiles). */
final class TiledFolder {
  private TiledFolder() {}

  /** Writes a log whose entries have this name and their index, over what is there. */
  static void write(Path folder, SigningKey key, String name, int size) throws IOException {
    Frontier frontier = new Frontier();
    TreeHasher hasher = new TreeHasher();
    Map<Node, Hash> nodes = new HashMap<>();
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      entries.add((name + " " + i).getBytes(StandardCharsets.UTF_8));
      frontier.append(
          hasher.leaf(entries.getLast()),
          (level, index, hash) -> nodes.put(new Node(level, index), hash));
    }
    for (int level = 0; level < 3; level++) {
      int width = Tile.width(level, 0, size);
      for (long index = 0; width > 0; width = Tile.width(level, ++index, size)) {
        Tile tile = new Tile(level, index, width);
        write(folder, tile.path(), HashTile.of(tile, hashes(tile, nodes)).toBytes());
        if (level == 0) {
          int first = (int) tile.firstHash();
          EntryBundle bundle = EntryBundle.of(tile, entries.subList(first, first + width));
          write(folder, tile.entriesPath(), bundle.toBytes());
        }
      }
    }
    Checkpoint checkpoint = new Checkpoint(key.verifierKey().name(), frontier.head(), List.of());
    write(folder, "checkpoint", SignedCheckpoint.sign(checkpoint, key).toBytes());
  }

  private static List<Hash> hashes(Tile tile, Map<Node, Hash> nodes) {
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < tile.width(); i++) {
      Node node = new Node(tile.treeLevel(), tile.firstHash() + i);
      hashes.add(Objects.requireNonNull(nodes.get(node), node::toString));
    }
    return hashes;
  }

  private static void write(Path folder, String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Path temporary = file.resolveSibling("new");
    Files.write(temporary, bytes);
    Files.move(temporary, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }
}
