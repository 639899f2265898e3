package dev.cairn.witness.source;

import dev.cairn.http.fetch.FetchException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Optional;

/**
 * One conversation with a source. For one thread. Every call blocks, at the most until the visit's
 * time is over, and throws {@link FetchException} from then on.
 */
public interface Visit extends AutoCloseable {
  /** The newest checkpoint that the source has: bytes that claim to be a signed note. */
  byte[] checkpoint() throws FetchException;

  /**
   * The consistency proof between two sizes, not verified.
   *
   * @param oldSize from 1 to {@code size}
   * @param size of a checkpoint of the log that was verified: nobody may be asked for hashes that
   *     none implies
   * @return at most 64 hashes
   */
  List<Hash> consistency(long oldSize, long size) throws FetchException;

  /**
   * What the source says the tree was at a smaller size: an attempt to learn what exactly does not
   * fit, once a proof has failed.
   *
   * @param oldSize from 1 to {@code size}
   * @param size as in {@link #consistency}
   * @return not verified; empty if the source does not know any more
   */
  Optional<TreeHead> head(long oldSize, long size) throws FetchException;

  @Override
  void close();
}
