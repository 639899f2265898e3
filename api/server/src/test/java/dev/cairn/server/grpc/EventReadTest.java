package dev.cairn.server.grpc;

import static dev.cairn.server.grpc.TestEvents.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.ErrorInfo;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.EventName;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.audit.v1.GetEventRequest;
import dev.cairn.audit.v1.GetEventResponse;
import dev.cairn.audit.v1.RecordEventRequest;
import dev.cairn.audit.v1.RecordEventResponse;
import dev.cairn.audit.v1.TailEventsRequest;
import dev.cairn.audit.v1.TailEventsResponse;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
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

final class EventReadTest {
  @TempDir Path folder;
  private RunningLog running;
  private AuditServiceGrpc.AuditServiceBlockingStub audit;

  @BeforeEach
  void start() throws Exception {
    running = new RunningLog(folder.resolve("log"));
    audit = AuditServiceGrpc.newBlockingStub(running.channel);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private RecordEventResponse record(AuditEvent event) {
    return audit.recordEvent(
        RecordEventRequest.newBuilder().setEvent(event).setAck(AckLevel.ACK_LEVEL_DURABLE).build());
  }

  private GetEventResponse get(String source, String id) {
    EventName name = EventName.newBuilder().setSource(source).setId(id).build();
    return audit.getEvent(
        GetEventRequest.newBuilder().setEventName(name).setWithProof(true).build());
  }

  @Test
  void anEventIsFoundByItsNameAsSoonAsItIsDurable() throws Exception {
    running.append("a plain entry");
    RecordEventResponse recorded = record(event("1"));
    GetEventResponse found = get("/orders", "1");
    FoundEvent event = found.getEvent();
    assertEquals(recorded.getEntry(), event.getEntry());
    assertEquals(1, event.getIndex());
    assertEquals(event("1"), event.getEvent());
    assertFalse(event.hasLink());
    ProofVerifier.inclusion(
        1,
        new TreeHasher().leaf(event.getEntry().toByteArray()),
        running.open(found.getCheckpoint()).head(),
        event.getInclusionProof().getHashesList().stream()
            .map(hash -> Hash.of(hash.toByteArray()))
            .toList());
  }

  @Test
  void whatIsNoEventIsNotFound() throws Exception {
    running.append("a plain entry");
    record(event("1"));
    notFound(() -> get("/orders", "2"));
    notFound(() -> get("/order", "s1"));
    notFound(() -> audit.getEvent(GetEventRequest.newBuilder().setIndex(0).build()));
    StatusRuntimeException beyond =
        assertThrows(
            StatusRuntimeException.class,
            () -> audit.getEvent(GetEventRequest.newBuilder().setIndex(2).build()));
    assertEquals(Status.Code.OUT_OF_RANGE, beyond.getStatus().getCode());
  }

  private static void notFound(Executable call) throws Exception {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    assertEquals("EVENT_NOT_FOUND", RunningLog.info(refused).getReason());
  }

  @Test
  void aTailGivesWhatTheFilterLetsThroughAndGoesOn() {
    record(event("1", "alice"));
    running.append("a plain entry");
    record(event("2", "bob"));
    Iterator<TailEventsResponse> tail =
        audit
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .tailEvents(TailEventsRequest.newBuilder().setFilter("actor.id = \"alice\"").build());
    List<Long> indexes = new ArrayList<>();
    long next = 0;
    while (next < 3) {
      TailEventsResponse response = tail.next();
      response.getEventsList().forEach(event -> indexes.add(event.getIndex()));
      assertTrue(response.getNextIndex() > next);
      next = response.getNextIndex();
    }
    record(event("3", "alice"));
    while (next < 4) {
      TailEventsResponse response = tail.next();
      response.getEventsList().forEach(event -> indexes.add(event.getIndex()));
      next = response.getNextIndex();
    }
    assertEquals(List.of(0L, 3L), indexes);
  }

  @Test
  void aFilterThatCannotBeReadIsPointedAt() throws Exception {
    Iterator<TailEventsResponse> tail =
        audit.tailEvents(TailEventsRequest.newBuilder().setFilter("actor.id = ").build());
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, tail::next);
    ErrorInfo info = RunningLog.info(refused);
    assertEquals("FILTER_INVALID", info.getReason());
    assertEquals("11", info.getMetadataOrThrow("position"));
    assertEquals("filter", RunningLog.field(refused));
  }
}
