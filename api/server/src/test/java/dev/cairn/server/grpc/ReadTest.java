package dev.cairn.server.grpc;

import static dev.cairn.server.grpc.RunningLog.bytes;
import static dev.cairn.server.grpc.RunningLog.field;
import static dev.cairn.server.grpc.RunningLog.info;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.Entry;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.GetEntryRequest;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.log.v1.ListCheckpointsRequest;
import dev.cairn.log.v1.ListCheckpointsResponse;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.log.v1.TailEntriesRequest;
import dev.cairn.log.v1.TailEntriesResponse;
import dev.cairn.log.v1.WatchCheckpointsRequest;
import dev.cairn.log.v1.WatchCheckpointsResponse;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class ReadTest {
  private static final int SIZE = 300;

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

  @Test
  void aStrangerCanCheckTheHead() throws Exception {
    Frontier expected = new Frontier();
    for (int i = 0; i < SIZE; i++) {
      expected.append(leaf(i), (level, index, hash) -> {});
    }
    assertEquals(expected.head(), newest().head());
    assertEquals(
        running.key.verifierKey().toString(),
        running.blocking.getLog(GetLogRequest.getDefaultInstance()).getVkey());
  }

  private SignedCheckpoint newest() throws Exception {
    return running.open(
        running.blocking.getCheckpoint(GetCheckpointRequest.getDefaultInstance()).getCheckpoint());
  }

  private static Hash leaf(int i) {
    return new TreeHasher().leaf(("entry " + i).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyEntryIsProvedAtTheNewestSize() throws Exception {
    for (int i = 0; i < SIZE; i++) {
      GetInclusionProofResponse response =
          running.blocking.getInclusionProof(
              GetInclusionProofRequest.newBuilder().setIndex(i).build());
      ProofVerifier.inclusion(
          i, leaf(i), running.open(response.getCheckpoint()).head(), hashes(response));
    }
  }

  private static List<Hash> hashes(GetInclusionProofResponse response) {
    return hashes(response.getProof().getHashesList());
  }

  private static List<Hash> hashes(List<ByteString> hashes) {
    return hashes.stream().map(hash -> Hash.of(hash.toByteArray())).toList();
  }

  @Test
  void proofsAtOlderSizesHoldAndConnect() throws Exception {
    TreeHead head = newest().head();
    Frontier tree = new Frontier();
    for (int size = 1; size <= SIZE; size++) {
      tree.append(leaf(size - 1), (level, index, hash) -> {});
      GetInclusionProofResponse inclusion =
          running.blocking.getInclusionProof(
              GetInclusionProofRequest.newBuilder().setIndex(size / 2).setTreeSize(size).build());
      ProofVerifier.inclusion(size / 2, leaf(size / 2), tree.head(), hashes(inclusion));
      GetConsistencyProofResponse consistency =
          running.blocking.getConsistencyProof(
              GetConsistencyProofRequest.newBuilder().setFirstSize(size).build());
      ProofVerifier.consistency(tree.head(), head, hashes(consistency.getHashesList()));
    }
  }

  @Test
  void anEntryIsFoundByItsLeafHash() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (indexedSize() < SIZE) {
      assertTrue(System.nanoTime() < deadline, "the index caught up only to " + indexedSize());
      Thread.sleep(10);
    }
    GetInclusionProofResponse found =
        running.blocking.getInclusionProof(
            GetInclusionProofRequest.newBuilder()
                .setLeafHash(ByteString.copyFrom(leaf(123).toBytes()))
                .build());
    assertEquals(123, found.getIndex());
    refused(
        Code.NOT_FOUND,
        "LEAF_HASH_NOT_FOUND",
        () ->
            running.blocking.getInclusionProof(
                GetInclusionProofRequest.newBuilder()
                    .setLeafHash(ByteString.copyFrom(leaf(SIZE).toBytes()))
                    .build()));
  }

  private long indexedSize() {
    return running
        .blocking
        .getCheckpoint(GetCheckpointRequest.getDefaultInstance())
        .getIndexedSize();
  }

  @Test
  void aReadBeyondTheTreeSaysHowLargeItIs() throws Exception {
    StatusRuntimeException refused =
        refused(
            Code.OUT_OF_RANGE,
            "BEYOND_TREE",
            () -> running.blocking.getEntry(GetEntryRequest.newBuilder().setIndex(SIZE).build()));
    assertEquals("" + SIZE, info(refused).getMetadataOrThrow("tree_size"));
    refused(
        Code.OUT_OF_RANGE,
        "BEYOND_TREE",
        () ->
            running.blocking.getEntry(
                GetEntryRequest.newBuilder().setIndex(Long.MAX_VALUE).build()));
    refused(
        Code.OUT_OF_RANGE,
        "BEYOND_TREE",
        () ->
            running.blocking.getConsistencyProof(
                GetConsistencyProofRequest.newBuilder()
                    .setFirstSize(1)
                    .setSecondSize(SIZE + 1)
                    .build()));
    refused(
        Code.OUT_OF_RANGE,
        "BEYOND_TREE",
        () ->
            running
                .blocking
                .streamEntries(StreamEntriesRequest.newBuilder().setEnd(SIZE + 1).build())
                .next());
  }

  @Test
  void contradictionsAreRefused() throws Exception {
    StatusRuntimeException index =
        refused(
            Code.INVALID_ARGUMENT,
            "INVALID_REQUEST",
            () ->
                running.blocking.getInclusionProof(
                    GetInclusionProofRequest.newBuilder().setIndex(10).setTreeSize(10).build()));
    assertEquals("index", field(index));
    refused(
        Code.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        () ->
            running.blocking.getConsistencyProof(
                GetConsistencyProofRequest.newBuilder().setFirstSize(2).setSecondSize(1).build()));
    refused(
        Code.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        () -> running.blocking.getEntry(GetEntryRequest.newBuilder().setIndex(-1).build()));
    refused(
        Code.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        () ->
            running.blocking.getInclusionProof(
                GetInclusionProofRequest.newBuilder().setLeafHash(bytes("short")).build()));
    refused(
        Code.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        () ->
            running.blocking.listCheckpoints(
                ListCheckpointsRequest.newBuilder().setPageToken("size-007").build()));
    refused(
        Code.NOT_FOUND,
        "CHECKPOINT_NOT_FOUND",
        () ->
            running.blocking.getCheckpoint(
                GetCheckpointRequest.newBuilder().setTreeSize(17).build()));
  }

  private static StatusRuntimeException refused(Code code, String reason, Executable call)
      throws Exception {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    assertEquals(code, refused.getStatus().getCode(), refused.toString());
    assertEquals(reason, info(refused).getReason());
    return refused;
  }

  @Test
  void whatIsDurableCanBeReadAtOnce() {
    for (int i = 0; i < 50; i++) {
      long index = running.append("late " + i, "", AckLevel.ACK_LEVEL_DURABLE).getIndex();
      assertEquals(
          "late " + i,
          running
              .blocking
              .getEntry(GetEntryRequest.newBuilder().setIndex(index).build())
              .getEntry()
              .getData()
              .toStringUtf8());
    }
  }

  @Test
  void aRangeIsStreamedInOrder() {
    Iterator<StreamEntriesResponse> stream =
        running.blocking.streamEntries(
            StreamEntriesRequest.newBuilder().setStart(5).setEnd(SIZE - 5).build());
    List<Entry> entries = new ArrayList<>();
    stream.forEachRemaining(response -> entries.addAll(response.getEntriesList()));
    assertEquals(SIZE - 10, entries.size());
    for (int i = 0; i < entries.size(); i++) {
      assertEquals(5 + i, entries.get(i).getIndex());
      assertEquals("entry " + (5 + i), entries.get(i).getData().toStringUtf8());
    }
  }

  @Test
  void aTailFollowsWithoutAGap() {
    Iterator<TailEntriesResponse> tail =
        running
            .blocking
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .tailEntries(TailEntriesRequest.newBuilder().setStart(SIZE - 3).build());
    long next = SIZE - 3;
    while (next < SIZE + 20) {
      for (Entry entry : tail.next().getEntriesList()) {
        assertEquals(next++, entry.getIndex());
      }
      if (next >= SIZE) {
        running.append("more", "", AckLevel.ACK_LEVEL_DURABLE);
      }
    }
  }

  @Test
  void watchersSeeTheNewestHead() throws Exception {
    Iterator<WatchCheckpointsResponse> watch =
        running
            .blocking
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .watchCheckpoints(WatchCheckpointsRequest.getDefaultInstance());
    long last = running.open(watch.next().getCheckpoint()).head().size();
    assertEquals(SIZE, last);
    for (int i = 0; i < 5; i++) {
      running.append("more");
      long size = running.open(watch.next().getCheckpoint()).head().size();
      assertTrue(size > last);
      last = size;
    }
  }

  @Test
  void theHistoryIsPaged() throws Exception {
    for (int i = 0; i < 10; i++) {
      running.append("signed " + i);
    }
    List<Long> sizes = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    // The history takes its time; the newest head is never missing from GetCheckpoint.
    while (sizes.size() < 11) {
      assertTrue(System.nanoTime() < deadline, "the history has " + sizes);
      sizes.clear();
      String token = "";
      do {
        ListCheckpointsResponse page =
            running.blocking.listCheckpoints(
                ListCheckpointsRequest.newBuilder().setPageSize(3).setPageToken(token).build());
        for (ByteString checkpoint : page.getCheckpointsList()) {
          sizes.add(running.open(checkpoint).head().size());
        }
        token = page.getNextPageToken();
      } while (!token.isEmpty());
    }
    assertEquals(sizes.stream().sorted().distinct().toList(), sizes);
    assertEquals(SIZE + 10L, sizes.getLast());
    SignedCheckpoint old =
        running.open(
            running
                .blocking
                .getCheckpoint(GetCheckpointRequest.newBuilder().setTreeSize(SIZE + 4).build())
                .getCheckpoint());
    assertEquals(SIZE + 4, old.head().size());
  }
}
