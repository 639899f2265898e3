package dev.cairn.faults.power;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A file as the disk has it: what is synced, and what was done since. */
final class StoredFile {
  /** The least that a disk writes whole. */
  static final int SECTOR = 512;

  private byte[] synced = new byte[0];
  private int syncedSize;
  private final List<Change> changes = new ArrayList<>();

  /** One call that changes the file, not synced yet. */
  abstract static sealed class Change {
    private boolean isDone;

    private Change() {}

    /** Notes that the call has returned. */
    void done() {
      isDone = true;
    }

    abstract void applyTo(Content content);

    /** Applies any part of it. */
    abstract void applySome(Content content, Random random, int percent);
  }

  private static final class Written extends Change {
    private final int offset;
    private final byte[] bytes;

    Written(int offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }

    @Override
    void applyTo(Content content) {
      content.put(offset, bytes, 0, bytes.length);
    }

    @Override
    void applySome(Content content, Random random, int percent) {
      int at = 0;
      while (at < bytes.length) {
        int end = Math.min(bytes.length, at + SECTOR - (offset + at) % SECTOR);
        if (random.nextInt(100) < percent) {
          content.put(offset + at, bytes, at, end - at);
        }
        at = end;
      }
      if (random.nextInt(100) < percent) {
        content.grow(offset + bytes.length); // the size is there before the bytes are
      }
    }
  }

  private static final class Resized extends Change {
    private final int size;

    Resized(int size) {
      this.size = size;
    }

    @Override
    void applyTo(Content content) {
      content.resize(size);
    }

    @Override
    void applySome(Content content, Random random, int percent) {
      if (random.nextInt(100) < percent) {
        content.resize(size);
      }
    }
  }

  /** The bytes of a file, for a moment. */
  static final class Content {
    private byte[] bytes;
    private int size;

    private Content(byte[] bytes, int size) {
      this.bytes = bytes;
      this.size = size;
    }

    private void put(int offset, byte[] from, int start, int length) {
      grow(offset + length);
      System.arraycopy(from, start, bytes, offset, length);
    }

    private void grow(int least) {
      if (least > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(least, 2 * bytes.length));
      }
      size = Math.max(size, least);
    }

    private void resize(int newSize) {
      if (newSize < size) {
        Arrays.fill(bytes, newSize, size, (byte) 0);
      }
      grow(newSize);
      size = newSize;
    }

    /** A copy of them. */
    byte[] toBytes() {
      return Arrays.copyOf(bytes, size);
    }
  }

  /** A write that begins. */
  Change write(long offset, byte[] bytes) {
    return add(new Written(Math.toIntExact(offset), bytes));
  }

  /** A change of the size that begins. */
  Change resize(long size) {
    return add(new Resized(Math.toIntExact(size)));
  }

  private Change add(Change change) {
    changes.add(change);
    return change;
  }

  /** What a sync that begins now makes sure of. */
  List<Change> before() {
    return changes.stream().filter(change -> change.isDone).toList();
  }

  /** A sync has returned. */
  void synced(List<Change> before) {
    Content content = new Content(synced, syncedSize);
    for (Change change : before) {
      if (changes.remove(change)) {
        change.applyTo(content);
      }
    }
    synced = content.bytes;
    syncedSize = content.size;
  }

  /** What the power leaves, if each sector that may be there is with so much of a chance. */
  byte[] remains(Random random, int percent) {
    Content content = new Content(synced.clone(), syncedSize);
    for (Change change : changes) {
      if (percent >= 100 && change.isDone) {
        change.applyTo(content);
      } else {
        change.applySome(content, random, percent);
      }
    }
    return content.toBytes();
  }

  /** All that was written, as programs see it. */
  int size() {
    Content content = new Content(synced.clone(), syncedSize);
    changes.forEach(change -> change.applyTo(content));
    return content.size;
  }
}
