package dev.cairn.client;

import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/** Asks one log for proofs. */
final class Proofs {
  private final Calls calls;
  private final String origin;

  Proofs(Calls calls, String origin) {
    this.calls = calls;
    this.origin = origin;
  }

  /** What the log claims to be a consistency proof; not verified. */
  List<Hash> claimedConsistency(long firstSize, long secondSize) throws LogException {
    if (firstSize == 0 || firstSize == secondSize) {
      return List.of();
    }
    GetConsistencyProofRequest request =
        GetConsistencyProofRequest.newBuilder()
            .setLog(origin)
            .setFirstSize(firstSize)
            .setSecondSize(secondSize)
            .build();
    GetConsistencyProofResponse answer = calls.unary(stub -> stub.getConsistencyProof(request));
    if (answer.getFirstSize() != firstSize || answer.getSecondSize() != secondSize) {
      throw new CheckFailedException("the log answered with the proof for other tree sizes");
    }
    return Wire.proof(answer.getHashesList());
  }

  /** A proof, verified, that the first tree is a prefix of the second; the log signed both. */
  List<Hash> consistency(TreeHead first, TreeHead second) throws LogException {
    try {
      List<Hash> proof = claimedConsistency(first.size(), second.size());
      ProofVerifier.consistency(first, second, proof);
      return proof;
    } catch (RefusedException e) {
      throw evasion(e);
    } catch (VerificationException e) {
      throw new CheckFailedException("the log's proof fails: " + e.getMessage(), e);
    }
  }

  /** A proof, verified, that a tree that the log signed has that leaf at that index. */
  List<Hash> inclusion(long index, Hash leaf, TreeHead head) throws LogException {
    GetInclusionProofRequest request =
        GetInclusionProofRequest.newBuilder()
            .setLog(origin)
            .setIndex(index)
            .setTreeSize(head.size())
            .build();
    GetInclusionProofResponse answer;
    try {
      answer = calls.unary(stub -> stub.getInclusionProof(request));
    } catch (RefusedException e) {
      throw evasion(e);
    }
    if (answer.getIndex() != index || answer.getProof().getTreeSize() != head.size()) {
      throw new CheckFailedException("the log answered with the proof for another index or size");
    }
    List<Hash> proof = Wire.proof(answer.getProof().getHashesList());
    checkInclusion(index, leaf, head, proof);
    return proof;
  }

  static void checkInclusion(long index, Hash leaf, TreeHead head, List<Hash> proof)
      throws CheckFailedException {
    try {
      ProofVerifier.inclusion(index, leaf, head, proof);
    } catch (VerificationException e) {
      throw new CheckFailedException("the log's proof fails: " + e.getMessage(), e);
    }
  }

  /**
   * What the refusal of a proof means where the log has signed what is to be proved: a log that
   * says there is no such thing fails the check.
   */
  static LogException evasion(RefusedException refusal) {
    return switch (refusal.code()) {
      case OUT_OF_RANGE, NOT_FOUND, INVALID_ARGUMENT, FAILED_PRECONDITION ->
          new CheckFailedException(
              "the log does not prove what it signed: " + refusal.getMessage(), refusal);
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          ABORTED,
          UNIMPLEMENTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS,
          UNAUTHENTICATED ->
          refusal;
    };
  }
}
