package dev.cairn.client;

import dev.cairn.tree.checkpoint.TlogProof;
import java.time.Duration;

/** The log's answer to the append of one entry. */
public sealed interface Receipt {
  /** The entry and its place. */
  Appended appended();

  /** How long the entry waited in the server: its word. */
  Duration claimedWait();

  /** The position in the log, from 0. */
  default long index() {
    return appended().index();
  }

  /**
   * The entry is on stable storage, by the server's word. Also the answer to an append that asked
   * for more when the checkpoint was late.
   *
   * @param appended the entry and its place
   * @param claimedWait as in {@link Receipt#claimedWait}
   */
  record Durable(Appended appended, Duration claimedWait) implements Receipt {}

  /**
   * A signed checkpoint covers the entry; verified.
   *
   * @param appended the entry and its place
   * @param claimedWait as in {@link Receipt#claimedWait}
   * @param inclusion the proof that the checkpoint has the entry at its index
   */
  record Signed(Appended appended, Duration claimedWait, Inclusion inclusion) implements Receipt {
    /** A bundle that anyone can check offline. */
    public TlogProof toTlogProof() {
      return inclusion.toTlogProof();
    }
  }

  /**
   * A checkpoint that the policy's quorum of witnesses has cosigned covers the entry; verified.
   *
   * @param appended the entry and its place
   * @param claimedWait as in {@link Receipt#claimedWait}
   * @param inclusion the proof that the checkpoint has the entry at its index
   * @param witnessed the same checkpoint, and which witnesses have cosigned it when
   */
  record Witnessed(
      Appended appended,
      Duration claimedWait,
      Inclusion inclusion,
      dev.cairn.tree.policy.Witnessed witnessed)
      implements Receipt {
    /** A bundle that anyone with the policy can check offline, cosignatures included. */
    public TlogProof toTlogProof() {
      return inclusion.toTlogProof();
    }
  }
}
