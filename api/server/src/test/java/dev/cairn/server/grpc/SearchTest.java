package dev.cairn.server.grpc;

import static dev.cairn.server.grpc.TestEvents.TIME;
import static dev.cairn.server.grpc.TestEvents.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.audit.v1.ListProducersRequest;
import dev.cairn.audit.v1.ListProducersResponse;
import dev.cairn.audit.v1.Producer;
import dev.cairn.audit.v1.RecordEventRequest;
import dev.cairn.audit.v1.SearchEventsRequest;
import dev.cairn.audit.v1.SearchEventsResponse;
import dev.cairn.audit.v1.SearchOrder;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.server.log.LogSettings;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchTest {
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

  private void record(String id, String user) {
    audit.recordEvent(RecordEventRequest.newBuilder().setEvent(event(id, user)).build());
  }

  private SearchEventsResponse search(SearchEventsRequest.Builder request) {
    return audit.searchEvents(request.setMinSize(running.log.durableSize()).build());
  }

  private static SearchEventsRequest.Builder of(String filter) {
    return SearchEventsRequest.newBuilder().setFilter(filter);
  }

  private static List<Long> indexes(SearchEventsResponse response) {
    return response.getEventsList().stream().map(FoundEvent::getIndex).toList();
  }

  @Test
  void aLogWithoutEventsIsSearchedWholly() {
    running.append("a plain entry");
    SearchEventsResponse nothing = search(of(""));
    assertEquals(1, nothing.getSearchedSize());
    assertEquals(List.of(), nothing.getEventsList());
    assertEquals("", nothing.getNextPageToken());
  }

  @Test
  void whatWasRecordedIsFoundTheNewestFirstWithItsProof() throws Exception {
    running.append("a plain entry");
    record("1", "alice");
    record("2", "bob");
    record("3", "alice");
    SearchEventsResponse found = search(of("actor.id = \"alice\"").setWithProofs(true));
    assertEquals(List.of(3L, 1L), indexes(found));
    assertEquals(4, found.getSearchedSize());
    SignedCheckpoint checkpoint = running.open(found.getCheckpoint());
    for (FoundEvent event : found.getEventsList()) {
      assertEquals("alice", event.getEvent().getActor().getId());
      List<Hash> path = new ArrayList<>();
      event
          .getInclusionProof()
          .getHashesList()
          .forEach(hash -> path.add(Hash.of(hash.toByteArray())));
      ProofVerifier.inclusion(
          event.getIndex(),
          new TreeHasher().leaf(event.getEntry().toByteArray()),
          checkpoint.head(),
          path);
    }
    assertEquals(
        List.of(1L, 3L),
        indexes(
            search(of("actor.id = \"alice\"").setOrder(SearchOrder.SEARCH_ORDER_OLDEST_FIRST))));
  }

  @Test
  void pagesGoOnWhereTheLastEndedWhateverComesMeanwhile() {
    for (int i = 0; i < 25; i++) {
      record("e" + i, "alice");
    }
    List<Long> all = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      SearchEventsResponse page =
          search(of("action = \"delete\"").setPageSize(10).setPageToken(token));
      assertEquals(25, page.getSearchedSize());
      all.addAll(indexes(page));
      token = page.getNextPageToken();
      pages++;
      record("meanwhile" + pages, "bob");
    } while (!token.isEmpty());
    assertEquals(3, pages);
    List<Long> expected = new ArrayList<>();
    for (long i = 24; i >= 0; i--) {
      expected.add(i);
    }
    assertEquals(expected, all);
  }

  @Test
  void aPageOfLargeEventsFitsAMessage() {
    for (int i = 0; i < 40; i++) {
      AuditEvent.Builder large = event("e" + i).toBuilder();
      for (int j = 0; j < 7; j++) {
        large.addAttributes(Attribute.newBuilder().setName("a" + j).setText("x".repeat(8_192)));
      }
      audit.recordEvent(RecordEventRequest.newBuilder().setEvent(large).build());
    }
    SearchEventsResponse first = search(of("").setPageSize(50));
    assertEquals(19, first.getEventsCount(), "the one that makes it more than 1 MiB is the last");
    SearchEventsResponse second =
        search(of("").setPageSize(50).setPageToken(first.getNextPageToken()));
    assertEquals(20, second.getEvents(0).getIndex());
  }

  @Test
  void theTimeOfAnEventIsItsOwn() {
    record("1", "alice");
    Timestamp then = Timestamp.newBuilder().setSeconds(TIME.getEpochSecond()).build();
    Timestamp later = Timestamp.newBuilder().setSeconds(TIME.getEpochSecond() + 1).build();
    assertEquals(List.of(0L), indexes(search(of("").setOccurredFrom(then))));
    assertEquals(List.of(), indexes(search(of("").setOccurredUntil(then))));
    assertEquals(
        List.of(0L), indexes(search(of("").setOccurredFrom(then).setOccurredUntil(later))));
    assertEquals(List.of(), indexes(search(of("").setOccurredFrom(later))));
  }

  @Test
  void badRequestsSayWhatIsWrong() throws Exception {
    record("1", "alice");
    assertEquals("FILTER_INVALID", reason(of("actor.name = \"alice\"")));
    assertEquals("PAGE_TOKEN_INVALID", reason(of("").setPageToken("x")));
    assertEquals("INVALID_REQUEST", reason(of("").setPageSize(501)));
    assertEquals(
        "INVALID_REQUEST",
        reason(of("").setOccurredFrom(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))));
    StatusRuntimeException beyond =
        assertThrows(
            StatusRuntimeException.class, () -> audit.searchEvents(of("").setMinSize(2).build()));
    assertEquals(Status.Code.OUT_OF_RANGE, beyond.getStatus().getCode());
  }

  private String reason(SearchEventsRequest.Builder request) throws Exception {
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> audit.searchEvents(request.build()));
    return RunningLog.info(refused).getReason();
  }

  @Test
  void anIndexThatIsGoneIsBuiltAnewBeforeAnythingIsSaidToBeComplete() throws Exception {
    record("1", "alice");
    SigningKey key = running.key;
    running.close();
    try (Stream<Path> files = Files.walk(folder.resolve("log").resolve("events"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    running = new RunningLog(key, folder.resolve("log"), LogSettings.DEFAULT);
    audit = AuditServiceGrpc.newBlockingStub(running.channel);
    SearchEventsResponse found = search(of("actor.id = \"alice\""));
    assertEquals(List.of(0L), indexes(found));
    assertEquals(1, found.getSearchedSize());
  }

  @Test
  void producersAreListedByNameAPageAtATime() throws Exception {
    for (String name : List.of("c", "a", "b")) {
      SigningKey key = SigningKey.generate(name, KeyType.ED25519);
      EventRun naming =
          Producing.seal(
              key, 0, Optional.empty(), List.of(KeyEvent.of(key, 0, TIME).toByteString()));
      audit.recordEvent(RecordEventRequest.newBuilder().setRun(naming).build());
      EventRun skipping =
          Producing.seal(
              key,
              5,
              Optional.of(Producing.lastHash(naming)),
              List.of(event("of " + name).toByteString()));
      audit.recordEvent(RecordEventRequest.newBuilder().setRun(skipping).build());
    }
    search(of("")); // waits for the index
    ListProducersResponse first =
        audit.listProducers(ListProducersRequest.newBuilder().setPageSize(2).build());
    ListProducersResponse second =
        audit.listProducers(
            ListProducersRequest.newBuilder().setPageToken(first.getNextPageToken()).build());
    assertEquals(
        List.of("a", "b"), first.getProducersList().stream().map(Producer::getName).toList());
    assertEquals("", second.getNextPageToken());
    Producer last = second.getProducers(0);
    assertEquals("c", last.getName());
    assertEquals(2, last.getEventCount());
    assertEquals(5, last.getLastSequence());
    assertEquals(1, last.getFindingCount());
    assertEquals(4, last.getFindings(0).getCount());
  }
}
