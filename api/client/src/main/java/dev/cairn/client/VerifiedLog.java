package dev.cairn.client;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.Optional;

/** One log under one key: the ways to ask it, and what is believed of it. */
record VerifiedLog(TrustedLog trusted, Calls calls, Proofs proofs, HeadChain heads) {

  static VerifiedLog open(TrustedLog trusted, Calls calls, HeadMemory memory)
      throws MemoryException {
    Proofs proofs = new Proofs(calls, trusted.origin());
    return new VerifiedLog(trusted, calls, proofs, new HeadChain(trusted.key(), memory, proofs));
  }

  String origin() {
    return trusted.origin();
  }

  /** A signed note of the log; its head is still to be admitted. */
  SignedCheckpoint open(ByteString note) throws CheckFailedException {
    try {
      return LogKeys.open(note, trusted.key());
    } catch (CheckFailedException e) {
      if (trusted.basis() == TrustedLog.Basis.PINNED) {
        throw e;
      }
      throw new CheckFailedException(
          e.getMessage() + "; that key was trusted on first use: another log may be served now", e);
    }
  }

  /** Fetches and admits the newest checkpoint. */
  LogState state() throws LogException {
    Optional<SignedCheckpoint> floor = heads.newest();
    GetCheckpointRequest request = GetCheckpointRequest.newBuilder().setLog(origin()).build();
    GetCheckpointResponse answer = calls.unary(stub -> stub.getCheckpoint(request));
    SignedCheckpoint checkpoint = open(answer.getCheckpoint());
    heads.admitNewest(checkpoint, floor);
    return new LogState(checkpoint, answer.getDurableSize(), answer.getIndexedSize());
  }

  /** Fetches and admits the checkpoint of one size. */
  SignedCheckpoint checkpoint(long size) throws LogException {
    GetCheckpointRequest request =
        GetCheckpointRequest.newBuilder().setLog(origin()).setTreeSize(size).build();
    SignedCheckpoint checkpoint =
        open(calls.unary(stub -> stub.getCheckpoint(request)).getCheckpoint());
    if (checkpoint.head().size() != size) {
      throw new CheckFailedException(
          "the log sent a checkpoint of size "
              + checkpoint.head().size()
              + " where "
              + size
              + " was asked for");
    }
    heads.admit(checkpoint);
    return checkpoint;
  }

  /**
   * The newest admitted checkpoint if it covers that many entries, or else the log's newest, which
   * then must.
   */
  SignedCheckpoint covering(long size) throws LogException {
    Optional<SignedCheckpoint> known = heads.newest();
    if (known.isPresent() && known.get().head().size() >= size) {
      return known.get();
    }
    SignedCheckpoint newest = state().checkpoint();
    if (newest.head().size() < size) {
      throw new CheckFailedException(
          "the log speaks of entry "
              + (size - 1)
              + ", which its newest checkpoint, of size "
              + newest.head().size()
              + ", does not cover");
    }
    return newest;
  }
}
