package dev.cairn.server.witness;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import java.util.List;

/** The body of an add-checkpoint request (C2SP tlog-witness). */
final class AddCheckpoint {
  private AddCheckpoint() {}

  /**
   * @param old the size that the witness is believed to know
   * @param proof the consistency proof from there
   * @param checkpoint with the log's own signatures only
   */
  static String format(long old, List<Hash> proof, SignedCheckpoint checkpoint) {
    StringBuilder body = new StringBuilder("old ").append(old).append('\n');
    proof.forEach(hash -> body.append(hash.toBase64()).append('\n'));
    return body.append('\n').append(checkpoint).toString();
  }
}
