package dev.cairn.server.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as it was handed out. Compared by content.
 *
 * @param size the tree size that it states
 * @param note the signed note's bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record PublishedCheckpoint(long size, byte[] note) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublishedCheckpoint checkpoint
        && size == checkpoint.size
        && Arrays.equals(note, checkpoint.note);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + Arrays.hashCode(note);
  }

  @Override
  public String toString() {
    return "checkpoint of size " + size;
  }
}
