package dev.cairn.server.grpc;

import static dev.cairn.server.grpc.RunningLog.bytes;
import static dev.cairn.server.grpc.RunningLog.field;
import static dev.cairn.server.grpc.RunningLog.info;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import dev.cairn.log.v1.GetEntryRequest;
import dev.cairn.log.v1.Receipt;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AppendTest {
  @TempDir Path folder;
  private RunningLog running;

  @BeforeEach
  void start() throws Exception {
    running = new RunningLog(folder.resolve("log"));
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void aSignedReceiptProvesTheEntry() throws Exception {
    for (int i = 0; i < 20; i++) {
      Receipt receipt = running.append("entry " + i);
      assertEquals(i, receipt.getIndex());
      assertEquals(AckLevel.ACK_LEVEL_SIGNED, receipt.getAck());
      verify("entry " + i, receipt);
    }
  }

  private void verify(String entry, Receipt receipt) throws Exception {
    Hash leaf = new TreeHasher().leaf(entry.getBytes(StandardCharsets.UTF_8));
    assertEquals(leaf, Hash.of(receipt.getLeafHash().toByteArray()));
    List<Hash> proof =
        receipt.getInclusionProof().getHashesList().stream()
            .map(hash -> Hash.of(hash.toByteArray()))
            .toList();
    ProofVerifier.inclusion(
        receipt.getIndex(), leaf, running.open(receipt.getCheckpoint()).head(), proof);
  }

  @Test
  void aDurableReceiptCarriesNoProof() {
    Receipt receipt = running.append("a", "", AckLevel.ACK_LEVEL_DURABLE);
    assertEquals(AckLevel.ACK_LEVEL_DURABLE, receipt.getAck());
    assertTrue(receipt.getCheckpoint().isEmpty());
    assertFalse(receipt.hasInclusionProof());
  }

  @Test
  void aRepeatedKeyAppendsNothing() throws Exception {
    Receipt first = running.append("a", "key", AckLevel.ACK_LEVEL_DURABLE);
    running.append("b");
    Receipt again = running.append("a", "key", AckLevel.ACK_LEVEL_SIGNED);
    assertFalse(first.getDeduplicated());
    assertTrue(again.getDeduplicated());
    assertEquals(first.getIndex(), again.getIndex());
    verify("a", again);
    assertEquals(2, running.append("c").getIndex());
  }

  @Test
  void aKeyBelongsToItsBytesForEver() throws Exception {
    running.append("z");
    running.append("a", "key", AckLevel.ACK_LEVEL_SIGNED);
    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () -> running.append("b", "key", AckLevel.ACK_LEVEL_SIGNED));
    assertEquals(Code.ALREADY_EXISTS, refused.getStatus().getCode());
    assertEquals("IDEMPOTENCY_KEY_REUSED", info(refused).getReason());
    assertEquals("cairn.dev", info(refused).getDomain());
    assertEquals("1", info(refused).getMetadataOrThrow("index"));
  }

  @Test
  void aBatchIsContiguousAndHasOneKey() {
    running.append("before");
    BatchAppendEntriesResponse first = batch("key", "a", "b", "c");
    assertEquals(1, first.getFirstIndex());
    assertEquals(3, first.getCount());
    BatchAppendEntriesResponse again = batch("key", "a", "b", "c");
    assertTrue(again.getDeduplicated());
    assertEquals(1, again.getFirstIndex());
    assertEquals(
        Code.ALREADY_EXISTS,
        assertThrows(StatusRuntimeException.class, () -> batch("key", "a", "b"))
            .getStatus()
            .getCode());
    assertEquals(
        Code.ALREADY_EXISTS,
        assertThrows(StatusRuntimeException.class, () -> batch("key", "a", "b", "x"))
            .getStatus()
            .getCode());
    assertEquals("c", entry(3));
    assertEquals(4, running.append("after").getIndex());
  }

  private BatchAppendEntriesResponse batch(String key, String... entries) {
    BatchAppendEntriesRequest.Builder request =
        BatchAppendEntriesRequest.newBuilder().setIdempotencyKey(key);
    for (String entry : entries) {
      request.addEntries(bytes(entry));
    }
    return running.blocking.batchAppendEntries(request.build());
  }

  private String entry(long index) {
    return running
        .blocking
        .getEntry(GetEntryRequest.newBuilder().setIndex(index).build())
        .getEntry()
        .getData()
        .toStringUtf8();
  }

  @Test
  void aBatchWithOneBadEntryAppendsNothing() throws Exception {
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> batch("", "a", "", "c"));
    assertEquals(Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    assertEquals("entries[1]", field(refused));
    assertEquals(0, running.append("first").getIndex());
  }

  @Test
  void anEntryHasOneTo65535Bytes() throws Exception {
    StatusRuntimeException empty =
        assertThrows(StatusRuntimeException.class, () -> running.append(""));
    assertEquals("entry", field(empty));
    assertEquals("INVALID_REQUEST", info(empty).getReason());
    assertThrows(StatusRuntimeException.class, () -> running.append("x".repeat(65_536)));
    assertEquals(0, running.append("x".repeat(65_535)).getIndex());
    assertEquals(65_535, entry(0).length());
  }

  @Test
  void whatTheLogCannotGiveIsRefused() throws Exception {
    StatusRuntimeException witnessed =
        assertThrows(
            StatusRuntimeException.class,
            () -> running.append("a", "", AckLevel.ACK_LEVEL_WITNESSED));
    assertEquals(Code.INVALID_ARGUMENT, witnessed.getStatus().getCode());
    assertEquals("ack", field(witnessed));
    StatusRuntimeException elsewhere =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                running.blocking.appendEntry(
                    AppendEntryRequest.newBuilder()
                        .setLog("example.com/other")
                        .setEntry(ByteString.copyFromUtf8("a"))
                        .build()));
    assertEquals(Code.NOT_FOUND, elsewhere.getStatus().getCode());
    assertEquals("LOG_NOT_FOUND", info(elsewhere).getReason());
  }

  @Test
  void concurrentAppendsAllGetPlacesOfTheirOwn() throws Exception {
    int writers = 8;
    int each = 200;
    Set<Long> indexes = new TreeSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Callable<List<Long>>> work = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        int writer = w;
        work.add(() -> appendAll(writer, each));
      }
      for (Future<List<Long>> done : threads.invokeAll(work)) {
        indexes.addAll(done.get());
      }
    }
    assertEquals(writers * each, indexes.size());
    assertEquals((long) writers * each - 1, ((TreeSet<Long>) indexes).last());
  }

  private List<Long> appendAll(int writer, int count) throws Exception {
    List<Long> indexes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = writer + "/" + i;
      boolean signed = i % 2 == 0;
      Receipt receipt =
          running.append(text, "", signed ? AckLevel.ACK_LEVEL_SIGNED : AckLevel.ACK_LEVEL_DURABLE);
      if (signed) {
        verify(text, receipt);
      }
      assertEquals(text, entry(receipt.getIndex()));
      indexes.add(receipt.getIndex());
    }
    return indexes;
  }
}
