package dev.cairn.server.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/** A file: what a reader sees of it, and what of that a power loss leaves. */
final class SimulatedFile {
  /** What a disk writes as a whole or not at all, in bytes. */
  static final int SECTOR = 512;

  private final String name;
  private byte[] seen = new byte[0];
  private byte[] durable = new byte[0];
  private final BitSet unsynced = new BitSet();

  /** Written, and given up by a sync that failed: no later sync writes them. */
  private final BitSet givenUp = new BitSet();

  SimulatedFile(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  int size() {
    return seen.length;
  }

  /** What a power loss leaves at least, and what nobody changes. */
  byte[] durable() {
    return durable;
  }

  void read(ByteBuffer out, int at) {
    out.put(seen, at, Math.min(out.remaining(), seen.length - at));
  }

  void write(ByteBuffer in, int length, int at) {
    if (at + length > seen.length) {
      seen = Arrays.copyOf(seen, at + length);
    }
    in.get(seen, at, length);
    int first = at / SECTOR;
    int end = (at + length + SECTOR - 1) / SECTOR;
    unsynced.set(first, end);
    givenUp.clear(first, end);
  }

  void sync() {
    if (durable.length != seen.length) {
      durable = Arrays.copyOf(durable, seen.length);
    }
    unsynced.stream().forEach(this::persist);
    unsynced.clear();
  }

  /** Some of it is on the disk. What is not will never be, though readers go on seeing it. */
  void syncInPart(Random random) {
    if (durable.length != seen.length) {
      durable = Arrays.copyOf(durable, seen.length);
    }
    int percent = random.nextInt(3) * 50;
    unsynced.stream()
        .forEach(
            sector -> {
              if (random.nextInt(100) < percent) {
                persist(sector);
              } else {
                givenUp.set(sector);
              }
            });
    unsynced.clear();
  }

  /** Leaves what is durable, and any of the sectors that were not synced. */
  void losePower(Random random) {
    int percent = random.nextInt(5) * 25;
    unsynced.stream()
        .forEach(
            sector -> {
              if (random.nextInt(100) < percent && (sector + 1) * SECTOR <= durable.length) {
                persist(sector);
              }
            });
    unsynced.clear();
    givenUp.clear();
    seen = durable.clone();
  }

  private void persist(int sector) {
    int start = sector * SECTOR;
    int length = Math.min(SECTOR, seen.length - start);
    System.arraycopy(seen, start, durable, start, length);
  }

  /** A copy of what it is now. */
  byte[] content() {
    return seen.clone();
  }

  /** Puts back what {@link #content} was. */
  void restore(byte[] content) {
    seen = content.clone();
    durable = content.clone();
    unsynced.clear();
    givenUp.clear();
  }

  /** Whether the bytes are on the disk, at any multiple of {@code spacing}. */
  boolean hasDurably(byte[] bytes, int spacing) {
    for (int at = 0; at + bytes.length <= durable.length; at += spacing) {
      if (Arrays.equals(durable, at, at + bytes.length, bytes, 0, bytes.length)) {
        return true;
      }
    }
    return false;
  }
}
