package dev.cairn.server.grpc;

import static dev.cairn.server.grpc.RunningLog.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AppendStreamTest {
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
  void outcomesComeInOrderWithoutAGap() throws Exception {
    int items = 20_000;
    Collector collector = new Collector();
    StreamObserver<AppendEntriesRequest> stream = running.async.appendEntries(collector);
    for (int i = 0; i < items; i++) {
      stream.onNext(item("entry " + i, "").setAck(AckLevel.ACK_LEVEL_DURABLE).build());
    }
    stream.onCompleted();
    List<AppendOutcome> outcomes = collector.outcomes();
    long next = 0;
    for (AppendOutcome outcome : outcomes) {
      assertEquals(next, outcome.getFirstItem());
      assertEquals(next, outcome.getAppended().getFirstIndex());
      next += outcome.getCount();
    }
    assertEquals(items, next);
    assertTrue(outcomes.size() < items / 2, "acknowledgements are coalesced: " + outcomes.size());
  }

  @Test
  void aBadItemGetsItsOwnErrorAndTheStreamGoesOn() throws Exception {
    Collector collector = new Collector();
    StreamObserver<AppendEntriesRequest> stream = running.async.appendEntries(collector);
    stream.onNext(item("a", "k1").build());
    stream.onNext(item("", "").build());
    stream.onNext(item("b", "k1").build());
    stream.onNext(item("a", "k1").build());
    stream.onNext(item("c", "").setLog("example.com/other").build());
    stream.onNext(item("d", "").build());
    stream.onCompleted();
    List<AppendOutcome> outcomes = expand(collector.outcomes());
    assertEquals(6, outcomes.size());
    assertEquals(0, outcomes.get(0).getAppended().getFirstIndex());
    assertEquals(Code.INVALID_ARGUMENT_VALUE, outcomes.get(1).getError().getCode());
    assertEquals(Code.ALREADY_EXISTS_VALUE, outcomes.get(2).getError().getCode());
    assertTrue(outcomes.get(3).getAppended().getDeduplicated());
    assertEquals(0, outcomes.get(3).getAppended().getFirstIndex());
    assertEquals(Code.INVALID_ARGUMENT_VALUE, outcomes.get(4).getError().getCode());
    assertEquals(1, outcomes.get(5).getAppended().getFirstIndex());
  }

  @Test
  void signedOutcomesComeWithACheckpointThatCoversThem() throws Exception {
    Collector collector = new Collector();
    StreamObserver<AppendEntriesRequest> stream = running.async.appendEntries(collector);
    for (int i = 0; i < 50; i++) {
      stream.onNext(item("entry " + i, "").build());
    }
    stream.onCompleted();
    collector.outcomes();
    for (AppendEntriesResponse response : collector.responses) {
      AppendOutcome last = response.getOutcomes(response.getOutcomesCount() - 1);
      assertEquals(AckLevel.ACK_LEVEL_SIGNED, last.getAppended().getAck());
      assertTrue(
          running.open(response.getCheckpoint()).head().size()
              >= last.getAppended().getFirstIndex() + last.getCount());
    }
  }

  @Test
  void anUnknownLogEndsTheStream() {
    Collector collector = new Collector();
    StreamObserver<AppendEntriesRequest> stream = running.async.appendEntries(collector);
    stream.onNext(item("a", "").setLog("example.com/other").build());
    ExecutionException ended =
        Assertions.assertThrows(
            ExecutionException.class, () -> collector.done.get(10, TimeUnit.SECONDS));
    assertEquals(Status.Code.NOT_FOUND, Status.fromThrowable(ended).getCode());
  }

  @Test
  void anEmptyStreamEndsWell() throws Exception {
    Collector collector = new Collector();
    running.async.appendEntries(collector).onCompleted();
    assertFalse(collector.outcomes().iterator().hasNext());
  }

  private static AppendEntriesRequest.Builder item(String entry, String key) {
    return AppendEntriesRequest.newBuilder().setEntry(bytes(entry)).setIdempotencyKey(key);
  }

  /** One outcome an item. */
  private static List<AppendOutcome> expand(List<AppendOutcome> runs) {
    List<AppendOutcome> outcomes = new ArrayList<>();
    for (AppendOutcome run : runs) {
      for (int i = 0; i < run.getCount(); i++) {
        AppendOutcome.Builder outcome = run.toBuilder();
        if (run.hasAppended()) {
          outcome.getAppendedBuilder().setFirstIndex(run.getAppended().getFirstIndex() + i);
        }
        outcomes.add(outcome.build());
      }
    }
    return outcomes;
  }

  private static final class Collector implements StreamObserver<AppendEntriesResponse> {
    private final List<AppendEntriesResponse> responses = new ArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    List<AppendOutcome> outcomes() throws Exception {
      done.get(30, TimeUnit.SECONDS);
      return responses.stream().flatMap(r -> r.getOutcomesList().stream()).toList();
    }

    @Override
    public void onNext(AppendEntriesResponse response) {
      responses.add(response);
    }

    @Override
    public void onError(Throwable thrown) {
      done.completeExceptionally(thrown);
    }

    @Override
    public void onCompleted() {
      done.complete(null);
    }
  }
}
