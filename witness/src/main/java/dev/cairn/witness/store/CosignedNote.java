package dev.cairn.witness.store;

/**
 * A checkpoint with the cosignatures that the witness gave it.
 *
 * @param size the checkpoint's tree size
 * @param unixSeconds when it was cosigned, in seconds since the epoch
 * @param note the signed note as text
 */
public record CosignedNote(long size, long unixSeconds, String note) {

  /** Whether this one is of a larger tree than another, or of the same size and later. */
  boolean isNewerThan(CosignedNote other) {
    return size == other.size ? unixSeconds > other.unixSeconds : size > other.size;
  }

  /** The newer of both; this one if neither is. */
  CosignedNote orNewer(CosignedNote other) {
    return other.isNewerThan(this) ? other : this;
  }
}
