package dev.cairn.witness.store;

import dev.cairn.tree.merkle.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.KeyRange;

/** Reads rows of the tables. */
final class Rows {
  /** The version of the layout that this package reads and writes. */
  static final int FORMAT = 1;

  private Rows() {}

  /** Refuses a store that has no format version, or one of a newer format. */
  static boolean checkFormat(Reader reader) {
    ByteBuffer format = reader.tables().meta().get(reader.transaction(), formatKey());
    if (format == null || format.limit() != Integer.BYTES || format.getInt(0) < 1) {
      throw Failures.damaged("it has no format version; restore it from a backup");
    }
    if (format.getInt(0) > FORMAT) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE,
          "the store has format %d, and this version of cairn reads up to %d; use a newer one"
              .formatted(format.getInt(0), FORMAT));
    }
    return true;
  }

  static ByteBuffer formatKey() {
    byte[] bytes = "format".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  static Optional<StoredLog> log(Reader reader, Hash originHash) {
    ByteBuffer vkey = reader.get(reader.tables().logs(), originHash);
    return vkey == null
        ? Optional.empty()
        : Optional.of(new StoredLog(originHash, Reader.text(vkey), head(reader, originHash)));
  }

  private static String head(Reader reader, Hash originHash) {
    ByteBuffer head = reader.get(reader.tables().heads(), originHash);
    if (head == null) {
      throw Failures.damaged("the log " + originHash.toHex() + " has lost its head");
    }
    return Reader.text(head);
  }

  /** Logs in ascending order of their hashes, after {@code after} if there is one. */
  static List<StoredLog> logs(Reader reader, @Nullable Hash after, int limit) {
    KeyRange<ByteBuffer> range =
        after == null
            ? KeyRange.all()
            : KeyRange.greaterThan(
                ByteBuffer.allocateDirect(Hash.BYTES).put(after.toBytes()).flip());
    List<Hash> hashes = new ArrayList<>();
    try (CursorIterable<ByteBuffer> rows =
        reader.tables().logs().iterate(reader.transaction(), range)) {
      for (CursorIterable.KeyVal<ByteBuffer> row : rows) {
        if (hashes.size() == limit) {
          break;
        }
        hashes.add(Hash.read(row.key()));
      }
    }
    return hashes.stream().map(hash -> log(reader, hash).orElseThrow()).toList();
  }

  static Optional<CosignedNote> cosigned(Reader reader, Hash originHash) {
    return Optional.ofNullable(cosigned(reader.get(reader.tables().cosigned(), originHash)));
  }

  static @Nullable CosignedNote cosigned(@Nullable ByteBuffer value) {
    if (value == null) {
      return null;
    }
    if (value.remaining() <= 2 * Long.BYTES) {
      throw Failures.damaged("a cosigned checkpoint is cut short");
    }
    return new CosignedNote(value.getLong(), value.getLong(), Reader.text(value));
  }
}
