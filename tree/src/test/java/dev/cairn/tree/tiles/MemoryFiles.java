package dev.cairn.tree.tiles;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ReferenceTree;
import dev.cairn.tree.merkle.Tile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log's files at one size, made by the definition, and then changed as a test likes. */
final class MemoryFiles implements TileSource {
  final Map<String, byte[]> files = new HashMap<>();
  final List<String> asked = new ArrayList<>();

  /** The files of the first {@code size} entries, where entry i is i as decimal digits. */
  static MemoryFiles of(long size) throws IOException {
    MemoryFiles memory = new MemoryFiles();
    Hash[] hashes = leaves(size);
    for (int l = 0; hashes.length > 0; l++) {
      for (int n = 0; n * 256 < hashes.length; n++) {
        int width = Math.min(256, hashes.length - n * 256);
        Tile tile = new Tile(l, n, width);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < width; i++) {
          file.write(hashes[n * 256 + i].toBytes());
        }
        memory.files.put(tile.path(), file.toByteArray());
        if (l == 0) {
          memory.files.put(tile.entriesPath(), bundle(n * 256L, width));
        }
      }
      hashes = above(hashes);
    }
    return memory;
  }

  static byte[] entry(long index) {
    return Long.toString(index).getBytes(StandardCharsets.US_ASCII);
  }

  static ReferenceTree oracle() {
    return new ReferenceTree(MemoryFiles::entry);
  }

  private static Hash[] leaves(long size) {
    Hash[] leaves = new Hash[(int) size];
    for (int i = 0; i < size; i++) {
      leaves[i] = oracle().leaf(i);
    }
    return leaves;
  }

  /** The roots over each whole 256 of the hashes below. */
  private static Hash[] above(Hash[] below) {
    Hash[] above = new Hash[below.length / 256];
    for (int i = 0; i < above.length; i++) {
      above[i] = ReferenceTree.rootOf(below, i * 256, (i + 1) * 256);
    }
    return above;
  }

  private static byte[] bundle(long start, int count) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (long index = start; index < start + count; index++) {
      file.write(0);
      file.write(entry(index).length);
      file.write(entry(index));
    }
    return file.toByteArray();
  }

  @Override
  public Optional<byte[]> tile(Tile tile) {
    return file(tile.path());
  }

  @Override
  public Optional<byte[]> entries(Tile tile) {
    return file(tile.entriesPath());
  }

  Optional<byte[]> file(String path) {
    asked.add(path);
    return Optional.ofNullable(files.get(path));
  }
}
