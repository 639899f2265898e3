package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.audit.v1.GetEventResponse;
import dev.cairn.audit.v1.ListProducersResponse;
import dev.cairn.audit.v1.SearchEventsResponse;
import dev.cairn.event.LoggedEntry;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.server.log.LogSettings;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The JSON twins of AuditService's reads: a plain entry, a producer's key, an event after a gap.
 */
final class EventApiTest {
  @TempDir static Path temp;

  private static WebLog web;

  @BeforeAll
  static void start() throws Exception {
    web = new WebLog(LogSettings.DEFAULT, WebLog.create(temp.resolve("log"), WebLog.ORIGIN));
    web.append(List.of("plain".getBytes(StandardCharsets.UTF_8)), AckLevel.ACK_LEVEL_SIGNED);
    web.record(SealedEvents.FIRST_KEY);
    web.record(SealedEvents.AFTER_A_GAP);
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  /** Reads what was answered as the message that it is a twin of; an unknown field is an error. */
  private static <B extends Message.Builder> B read(String path, B message) throws Exception {
    HttpResponse<byte[]> response = web.get("/demo/api/" + path);
    String json = new String(response.body(), StandardCharsets.UTF_8);
    assertEquals(200, response.statusCode(), json);
    JsonFormat.parser().merge(json, message);
    return message;
  }

  private static List<Long> found(String query) throws Exception {
    return read("events?min_size=3" + query, SearchEventsResponse.newBuilder())
        .getEventsList()
        .stream()
        .map(FoundEvent::getIndex)
        .toList();
  }

  private static String filter(String filter) {
    return "&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
  }

  @Test
  void eventsAreFoundInTheOrderAskedFor() throws Exception {
    assertEquals(List.of(2L, 1L), found(""));
    assertEquals(List.of(1L, 2L), found("&order=oldest_first"));
    assertEquals(List.of(2L), found(filter("actor.on_behalf_of.id = \"alice\"")));
    assertEquals(List.of(), found(filter("actor.id = \"nobody\"")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "occurred_from=2026-01-31T12:00:00Z       | 2",
        "occurred_from=2026-01-31T13:00:00+01:00  | 2",
        "occurred_from=2026-01-31T12:00:00.001Z   | 0",
        "occurred_until=2026-01-31T12:00:00Z      | 0",
        "occurred_until=2026-01-31T12:00:01Z      | 2",
      })
  void timesBoundTheSearch(String bound, int count) throws Exception {
    assertEquals(count, found("&" + bound).size());
  }

  @Test
  void pagesFollowEachOther() throws Exception {
    SearchEventsResponse first =
        read("events?page_size=1&min_size=3", SearchEventsResponse.newBuilder()).build();
    assertEquals(3, first.getSearchedSize());
    assertEquals(2, first.getEvents(0).getIndex());
    SearchEventsResponse second =
        read(
                "events?page_size=1&page_token=" + first.getNextPageToken(),
                SearchEventsResponse.newBuilder())
            .build();
    assertEquals(1, second.getEvents(0).getIndex());
  }

  @Test
  void everyHitIsProvedWhereThatIsAskedFor() throws Exception {
    SearchEventsResponse page =
        read("events?with_proofs=true&min_size=3", SearchEventsResponse.newBuilder()).build();
    assertEquals(2, page.getEventsCount());
    for (FoundEvent event : page.getEventsList()) {
      verify(event, page.getCheckpoint());
    }
  }

  private static void verify(FoundEvent event, ByteString checkpoint) throws Exception {
    ProofVerifier.inclusion(
        event.getIndex(),
        new TreeHasher().leaf(event.getEntry().toByteArray()),
        SignedCheckpoint.open(checkpoint.toByteArray(), web.log().verifierKey()).head(),
        event.getInclusionProof().getHashesList().stream()
            .map(hash -> Hash.of(hash.toByteArray()))
            .toList());
    assertEquals(LoggedEntry.parse(event.getEntry().toByteArray()).event(), event.getEvent());
  }

  @Test
  void anEventIsReadByIndexAndByName() throws Exception {
    GetEventResponse byIndex =
        read("event?index=2&with_proof=true", GetEventResponse.newBuilder()).build();
    verify(byIndex.getEvent(), byIndex.getCheckpoint());
    GetEventResponse byName =
        read("event?event_name.source=/orders&event_name.id=1", GetEventResponse.newBuilder())
            .build();
    assertEquals(byIndex.getEvent().getEntry(), byName.getEvent().getEntry());
    assertEquals(ByteString.EMPTY, byName.getCheckpoint());
  }

  @Test
  void producersAreListedWithWhatIsWrong() throws Exception {
    assertEquals(List.of(2L, 1L), found(""));
    ListProducersResponse page = read("producers", ListProducersResponse.newBuilder()).build();
    assertEquals(1, page.getProducersCount());
    assertEquals(SealedEvents.PRODUCER, page.getProducers(0).getName());
    assertEquals(2, page.getProducers(0).getEventCount());
    assertEquals(1, page.getProducers(0).getFindingCount());
    assertEquals(
        0, read("producers?prefix=x", ListProducersResponse.newBuilder()).getProducersCount());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "events?filter=actor.id%20%3D             | 400 | FILTER_INVALID     | \"position\":\"10\"",
        "events?page_token=x                      | 400 | PAGE_TOKEN_INVALID | page_token",
        "events?page_size=51                      | 400 | INVALID_REQUEST    | page_size",
        "events?order=first                       | 400 | INVALID_REQUEST    | neither newest_first nor oldest",
        "events?order=unspecified                 | 400 | INVALID_REQUEST    | order",
        "events?with_proofs=yes                   | 400 | INVALID_REQUEST    | with_proofs",
        "events?occurred_from=yesterday           | 400 | INVALID_REQUEST    | occurred_from",
        "events?occurred_from=0000-01-01T00:00:00Z| 400 | INVALID_REQUEST    | occurred_from",
        "events?occurred_from.seconds=1           | 400 | INVALID_REQUEST    | occurred_from.seconds",
        "events?min_size=4                        | 404 | BEYOND_TREE        | 4",
        "event                                    | 400 | INVALID_REQUEST    | name",
        "event?index=0                            | 404 | EVENT_NOT_FOUND    | entry 0",
        "event?index=2&event_name.id=1            | 400 | INVALID_REQUEST    | excludes index",
        "event?event_name.id=1&index=2            | 400 | INVALID_REQUEST    | excludes event_name",
        "event?event_name.id=1                    | 400 | INVALID_REQUEST    | event_name.source",
        "event?event_name=1                       | 400 | INVALID_REQUEST    | event_name",
        "event?event_name.source=/x&event_name.id=1 | 404 | EVENT_NOT_FOUND  | /x",
        "producers?page_size=501                  | 400 | INVALID_REQUEST    | page_size",
        "producers?page_token=%25                 | 400 | PAGE_TOKEN_INVALID | page_token",
      })
  void errorsAreStatuses(String read, int http, String reason, String words) throws Exception {
    HttpResponse<byte[]> refused = web.get("/demo/api/" + read);
    String json = new String(refused.body(), StandardCharsets.UTF_8);
    assertEquals(http, refused.statusCode(), json);
    assertTrue(json.contains("\"reason\":\"" + reason + "\""), json);
    assertTrue(json.contains(words), json);
  }
}
