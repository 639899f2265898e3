package dev.cairn.server.grpc;

import static dev.cairn.server.grpc.RunningLog.bytes;
import static dev.cairn.server.grpc.RunningLog.field;
import static dev.cairn.server.grpc.RunningLog.info;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.BatchGetInclusionProofsRequest;
import dev.cairn.log.v1.BatchGetInclusionProofsResponse;
import dev.cairn.log.v1.CheckpointLevel;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.ProvedLeaf;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs of many entries at one size. */
final class BatchProofsTest {
  private static final int SIZE = 1_300;

  @TempDir Path folder;
  private RunningLog running;

  @BeforeEach
  void start() throws Exception {
    running = new RunningLog(folder.resolve("log"));
    BatchAppendEntriesRequest.Builder batch = BatchAppendEntriesRequest.newBuilder();
    for (int i = 0; i < SIZE; i++) {
      batch.addEntries(bytes("entry " + i));
    }
    running.blocking.batchAppendEntries(batch.build());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private BatchGetInclusionProofsResponse prove(List<Long> indexes, long size) {
    return running.blocking.batchGetInclusionProofs(request(indexes).setTreeSize(size).build());
  }

  private static BatchGetInclusionProofsRequest.Builder request(List<Long> indexes) {
    return BatchGetInclusionProofsRequest.newBuilder().addAllIndexes(indexes);
  }

  /** Each is the proof that GetInclusionProof gives, in the order of the request. */
  private void areThoseOfSingleCalls(
      List<Long> indexes, long size, BatchGetInclusionProofsResponse proofs) {
    assertEquals(indexes, proofs.getProofsList().stream().map(ProvedLeaf::getIndex).toList());
    for (ProvedLeaf proved : proofs.getProofsList()) {
      GetInclusionProofResponse single =
          running.blocking.getInclusionProof(
              GetInclusionProofRequest.newBuilder()
                  .setIndex(proved.getIndex())
                  .setTreeSize(size)
                  .build());
      assertEquals(single.getProof(), proved.getProof());
      assertEquals(single.getLeafHash(), proved.getLeafHash());
      assertEquals(single.getCheckpoint(), proofs.getCheckpoint());
    }
  }

  @Test
  void asManyAsARequestMayHaveAreProvedInTheNewestTree() throws Exception {
    List<Long> indexes = LongStream.range(SIZE - 1_024, SIZE).boxed().toList();
    BatchGetInclusionProofsResponse proofs = prove(indexes, 0);
    TreeHead head = running.open(proofs.getCheckpoint()).head();
    assertEquals(SIZE, head.size());
    assertEquals(SIZE, proofs.getTreeSize());
    areThoseOfSingleCalls(indexes, 0, proofs);
    for (ProvedLeaf proved : proofs.getProofsList()) {
      ProofVerifier.inclusion(
          proved.getIndex(),
          Hash.of(proved.getLeafHash().toByteArray()),
          head,
          proved.getProof().getHashesList().stream()
              .map(hash -> Hash.of(hash.toByteArray()))
              .toList());
    }
  }

  @Test
  void olderTreesAnyOrderAndRepetitionAreFine() {
    for (long size : List.of(1L, 16L, 255L, 256L, 257L, 1_024L, 1_299L)) {
      List<Long> indexes = List.of(size - 1, 0L, size / 2, 0L, size - 1);
      BatchGetInclusionProofsResponse proofs = prove(indexes, size);
      assertEquals(size, proofs.getTreeSize());
      areThoseOfSingleCalls(indexes, size, proofs);
    }
  }

  @Test
  void whatIsDurableIsProvedAtOnce() throws Exception {
    for (int i = 0; i < 20; i++) {
      long index = running.append("late " + i, "", AckLevel.ACK_LEVEL_DURABLE).getIndex();
      BatchGetInclusionProofsResponse proofs = prove(List.of(0L, index), 0);
      assertEquals(proofs.getTreeSize(), running.open(proofs.getCheckpoint()).head().size());
      assertEquals(index, proofs.getProofs(1).getIndex());
    }
  }

  @Test
  void oneEntryBeyondTheTreeRefusesAll() throws Exception {
    StatusRuntimeException refused =
        refused(Code.OUT_OF_RANGE, "BEYOND_TREE", request(List.of(3L, (long) SIZE, 5L)));
    assertEquals("" + SIZE, info(refused).getMetadataOrThrow("tree_size"));
    assertEquals(
        "indexes[1] %d is beyond the tree of %d entries".formatted(SIZE, SIZE),
        refused.getStatus().getDescription());
    refused(Code.OUT_OF_RANGE, "BEYOND_TREE", request(List.of(Long.MAX_VALUE)));
    refused(Code.OUT_OF_RANGE, "BEYOND_TREE", request(List.of(3L)).setTreeSize(SIZE + 1));
  }

  @Test
  void contradictionsAreRefusedByField() throws Exception {
    assertEquals("indexes", violation(request(List.of())));
    assertEquals("indexes", violation(request(Collections.nCopies(1_025, 7L))));
    assertEquals("indexes[1]", violation(request(List.of(7L, -1L))));
    assertEquals("indexes[2]", violation(request(List.of(7L, 8L, 10L)).setTreeSize(10)));
    assertEquals("tree_size", violation(request(List.of(7L)).setTreeSize(-1)));
    assertEquals(
        "level",
        violation(request(List.of(7L)).setLevel(CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED)));
    refused(Code.NOT_FOUND, "LOG_NOT_FOUND", request(List.of(7L)).setLog("example.com/none"));
  }

  private String violation(BatchGetInclusionProofsRequest.Builder request) throws Exception {
    return field(refused(Code.INVALID_ARGUMENT, "INVALID_REQUEST", request));
  }

  private StatusRuntimeException refused(
      Code code, String reason, BatchGetInclusionProofsRequest.Builder request) throws Exception {
    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () -> running.blocking.batchGetInclusionProofs(request.build()));
    assertEquals(code, refused.getStatus().getCode(), refused.toString());
    assertEquals(reason, info(refused).getReason());
    return refused;
  }
}
