package dev.cairn.client.tiles;

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
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.HashTile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A log in memory that grows, and its files; its key is the same in every run. */
public final class TiledLog {
  public static final String ORIGIN = "log.example/tiled";

  private static final int LEVELS = 8;

  private final SigningKey key;
  private final String name;
  private final List<byte[]> entries = new ArrayList<>();
  private final Map<Node, Hash> nodes = new HashMap<>();
  private final Frontier frontier = new Frontier();
  private final TreeHasher hasher = new TreeHasher();

  /** A log whose entries have this name and their index; another name gives another history. */
  public TiledLog(String name, long size) {
    this(name, size, 7);
  }

  /** Likewise, with the key of that number. */
  public TiledLog(String name, long size, int keyNumber) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) keyNumber);
    this.key = SigningKey.ofSeed(ORIGIN, KeyType.ED25519, seed);
    this.name = name;
    grow(size);
  }

  public synchronized void grow(long toSize) {
    growAs(name, toSize);
  }

  /** Goes on with entries of another name. */
  public synchronized void growAs(String other, long toSize) {
    while (size() < toSize) {
      append((other + " " + size()).getBytes(StandardCharsets.UTF_8));
    }
  }

  public synchronized void append(byte[] entry) {
    entries.add(entry.clone());
    frontier.append(
        hasher.leaf(entry), (level, index, hash) -> nodes.put(new Node(level, index), hash));
  }

  public VerifierKey vkey() {
    return key.verifierKey();
  }

  public synchronized long size() {
    return frontier.size();
  }

  public synchronized byte[] entry(long index) {
    return entries.get((int) index).clone();
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

  /** The file of a tile that the log has. */
  public synchronized byte[] tile(Tile tile) {
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < tile.width(); i++) {
      Node node = new Node(tile.treeLevel(), tile.firstHash() + i);
      hashes.add(Objects.requireNonNull(nodes.get(node), node::toString));
    }
    return HashTile.of(tile, hashes).toBytes();
  }

  /** The file of the entries under a tile. */
  public synchronized byte[] bundle(Tile tile) {
    int first = (int) tile.firstHash();
    return EntryBundle.of(tile, entries.subList(first, first + tile.width())).toBytes();
  }

  /** The tiles of the tree as it is now. */
  public List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      int width = Tile.width(level, 0, size());
      for (long index = 0; width > 0; width = Tile.width(level, ++index, size())) {
        tiles.add(new Tile(level, index, width));
      }
    }
    return tiles;
  }

  /** Writes the log as it is now into a folder. */
  public void write(Path folder) throws IOException {
    for (Tile tile : tiles()) {
      write(folder, tile.path(), tile(tile));
      if (tile.level() == 0) {
        write(folder, tile.entriesPath(), bundle(tile));
      }
    }
    write(folder, "checkpoint", checkpoint().toBytes());
  }

  private static void write(Path folder, String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, bytes);
  }
}
