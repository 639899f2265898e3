package dev.cairn.client.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.audit.v1.GetEventResponse;
import dev.cairn.audit.v1.ListProducersResponse;
import dev.cairn.audit.v1.Producer;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.audit.v1.SearchEventsResponse;
import dev.cairn.audit.v1.TailEventsResponse;
import dev.cairn.client.Ack;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.Lies;
import dev.cairn.client.TestLog;
import dev.cairn.event.filter.Filter;
import dev.cairn.log.v1.BatchGetInclusionProofsResponse;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/**
 * A log that lies about its events. The client has verified its head of size 10, and the log has
 * grown to 14 since. Each lie is refused, and no head is remembered that comes with a lie.
 */
@Timeout(60)
final class LyingEventsTest {
  private static final EventSearch ALICE = EventSearch.of(TestEvents.filter("actor.id = alice"));

  private final HeapMemory memory = new HeapMemory();
  private TestLog log;
  private EventClient events;

  @BeforeEach
  void start() throws Exception {
    log = TestEvents.start();
    events = EventClient.open(log.config(memory));
    events.log().checkpoint();
    log.publish(TestEvents.entries(log.signer(), 8, 12));
  }

  @AfterEach
  void stop() {
    events.close();
    log.close();
  }

  private TreeHead remembered() {
    return memory.newest(log.vkey()).orElseThrow().head();
  }

  private void refused(Executable call) {
    assertThrows(CheckFailedException.class, call);
    log.lies().stop();
  }

  /** Nor is anything remembered. */
  private void refusedSearchAndHead() {
    TreeHead before = remembered();
    refusedSearch();
    assertEquals(before, remembered());
  }

  private void lieInGet(UnaryOperator<FoundEvent.Builder> lie) {
    log.lies()
        .tell(
            GetEventResponse.class,
            truth -> truth.toBuilder().setEvent(lie.apply(truth.getEvent().toBuilder())).build());
  }

  private void lieInSearch(UnaryOperator<SearchEventsResponse.Builder> lie) {
    log.lies().tell(SearchEventsResponse.class, truth -> lie.apply(truth.toBuilder()).build());
  }

  private void lieInTail(UnaryOperator<TailEventsResponse.Builder> lie) {
    log.lies().tell(TailEventsResponse.class, truth -> lie.apply(truth.toBuilder()).build());
  }

  private void lieInProofs(UnaryOperator<BatchGetInclusionProofsResponse.Builder> lie) {
    log.lies()
        .tell(BatchGetInclusionProofsResponse.class, truth -> lie.apply(truth.toBuilder()).build());
  }

  private void refusedSearch() {
    refused(() -> drain(events.search(ALICE.withPageSize(2))));
  }

  private static void drain(SearchCursor found) throws Exception {
    while (found.next().isPresent()) {
      // until the lie
    }
  }

  private void refusedTail() {
    refused(
        () -> {
          try (TailCursor tail = events.tail(2, ALICE.filter())) {
            tail.next();
          }
        });
  }

  /** Another event of the log, well sealed. */
  private FoundEvent.Builder other(int number, long index) {
    byte[] entry = TestEvents.entry(log.signer(), TestEvents.event(number));
    return FoundEvent.newBuilder().setIndex(index).setEntry(ByteString.copyFrom(entry));
  }

  @Test
  void anotherEventThanTheOneAskedFor() {
    lieInGet(truth -> truth.setIndex(4));
    refused(() -> events.get(3));
    lieInGet(truth -> other(4, 5));
    refused(() -> events.get(3));
    lieInGet(truth -> other(4, 3));
    refused(() -> events.get(3));
    lieInGet(truth -> other(4, 5));
    refused(() -> events.get("/orders", "2"));
    lieInGet(truth -> truth.setIndex(-1));
    refused(() -> events.get("/orders", "2"));
    lieInGet(truth -> truth.setIndex(2));
    refused(() -> events.get("/orders", "2"));
    lieInGet(truth -> truth.setIndex(1_000_000));
    refused(() -> events.get("/orders", "2"));
  }

  @Test
  void anyChangedBitOfAnEntry() {
    int bits = 8 * TestEvents.entries(log.signer(), 0, 8).get(2).length;
    for (int bit = 0; bit < bits; bit += 5) {
      int flipped = bit;
      lieInGet(truth -> truth.setEntry(Lies.flip(truth.getEntry(), flipped)));
      refused(() -> events.get(3));
    }
  }

  @Test
  void anEntryThatIsNoEvent() {
    lieInGet(truth -> truth.setEntry(ByteString.copyFromUtf8("a plain entry")));
    refused(() -> events.get(3));
    lieInGet(FoundEvent.Builder::clearEntry);
    refused(() -> events.get(3));
  }

  @Test
  void aSealOfAnotherKey() {
    SigningKey other = TestLog.newKey();
    byte[] entry = TestEvents.entry(other, TestEvents.event(2));
    lieInGet(truth -> truth.setEntry(ByteString.copyFrom(entry)));
    refused(() -> events.get(3));
    lieInSearch(
        truth ->
            truth.setEvents(
                0, truth.getEvents(0).toBuilder().setEntry(ByteString.copyFrom(entry))));
    refused(() -> drain(events.search(ALICE.withProofs(false))));
  }

  @Test
  void theDecodedCopyIsNotLookedAt() throws Exception {
    lieInGet(truth -> truth.setEvent(TestEvents.event(7)));
    assertEquals(TestEvents.event(2), events.get(3).event());
  }

  @Test
  void hitsThatWereNotSearchedFor() {
    lieInSearch(truth -> truth.setEvents(0, other(1, truth.getEvents(0).getIndex())));
    refusedSearch();
    lieInSearch(truth -> truth.clearEvents().addEvents(other(2, 3)));
    refused(() -> drain(events.search(ALICE.withFrom(TestEvents.START.plusSeconds(3)))));
    lieInSearch(truth -> truth.clearEvents().addEvents(other(2, 3)));
    refused(() -> drain(events.search(ALICE.withUntil(TestEvents.START.plusSeconds(2)))));
  }

  @Test
  void hitsInTheWrongOrderOrTwice() {
    lieInSearch(
        truth -> {
          List<FoundEvent> reversed = new ArrayList<>(truth.getEventsList()).reversed();
          return truth.clearEvents().addAllEvents(reversed);
        });
    refusedSearch();
    lieInSearch(truth -> truth.setEvents(1, truth.getEvents(0)));
    refusedSearch();
    lieInSearch(truth -> truth.addEvents(truth.getEvents(0)));
    refusedSearch();
    log.lies() // the first page again as the second
        .tell(
            SearchEventsResponse.class,
            truth -> truth.toBuilder().setEvents(0, other(8, 11)).build());
    refused(() -> drain(events.search(ALICE.withPageSize(1))));
  }

  @Test
  void hitsBeyondWhatWasSearched() {
    lieInSearch(truth -> truth.setSearchedSize(11));
    refusedSearch();
    lieInSearch(truth -> truth.setSearchedSize(13));
    refused(() -> events.search(ALICE.withMinSize(14)));
    log.lies()
        .tell(
            SearchEventsResponse.class,
            truth ->
                truth.toBuilder()
                    .setSearchedSize(truth.getNextPageToken().isEmpty() ? 100 : 14)
                    .build());
    refused(() -> drain(events.search(ALICE.withPageSize(5))));
  }

  @Test
  void pagesWithoutAnEnd() {
    lieInSearch(truth -> truth.clearEvents().setNextPageToken("5:14"));
    refusedSearch();
    lieInSearch(truth -> truth.addAllEvents(truth.getEventsList()));
    refused(() -> drain(events.search(ALICE.withPageSize(1))));
  }

  @Test
  void proofsOfOtherEntries() {
    lieInProofs(truth -> truth.setProofs(0, truth.getProofs(1)));
    refusedSearchAndHead();
    lieInProofs(truth -> truth.setProofs(0, truth.getProofs(0).toBuilder().setIndex(1)));
    refusedSearchAndHead();
    lieInProofs(
        truth ->
            truth.setProofs(
                0,
                truth.getProofs(0).toBuilder()
                    .setLeafHash(truth.getProofs(1).getLeafHash())
                    .setProof(truth.getProofs(1).getProof())));
    refusedSearchAndHead();
    lieInProofs(BatchGetInclusionProofsResponse.Builder::clearProofs);
    refusedSearchAndHead();
  }

  @Test
  void aSmallerCheckpointThanIsRemembered() {
    lieInProofs(truth -> truth.setCheckpoint(log.checkpoint(9)).setTreeSize(9));
    refusedSearchAndHead();
    lieInProofs(truth -> truth.setCheckpoint(log.checkpoint(13)));
    refusedSearchAndHead();
    lieInProofs(truth -> truth.setCheckpoint(TestLog.checkpoint(TestLog.newKey(), log.head(14))));
    refusedSearchAndHead();
  }

  @Test
  void anEventThatIsNotInTheLog() {
    lieInGet(truth -> other(100, 3)); // sealed by the log's key, and not there
    refused(() -> events.get(3));
    lieInSearch(truth -> truth.setEvents(0, other(100, truth.getEvents(0).getIndex())));
    refusedSearch();
  }

  @Test
  void aTailOutOfOrder() {
    lieInTail(truth -> truth.addEvents(truth.getEvents(0)));
    refusedTail();
    lieInTail(truth -> truth.setNextIndex(2));
    refusedTail();
    lieInTail(truth -> truth.setNextIndex(7));
    refusedTail();
    lieInTail(truth -> truth.setEvents(0, other(0, 1)));
    refusedTail();
    lieInTail(truth -> truth.setEvents(0, other(1, 3)));
    refusedTail();
    lieInTail(truth -> truth.setEvents(0, other(100, 3)));
    refusedTail();
    lieInProofs(truth -> truth.setProofs(0, truth.getProofs(1)));
    refusedTail();
  }

  @Test
  void producersWhoseKeysAreOthers() {
    String vkey = SigningKey.generate("orders", KeyType.ED25519).verifierKey().toString();
    lieInProducers(Producer.newBuilder().setName("invoices").setVkey(vkey));
    lieInProducers(Producer.newBuilder().setName("orders").setVkey("orders+00000000+AAAA"));
    lieInProducers(
        Producer.newBuilder().setName("orders").setVkey(vkey),
        Producer.newBuilder().setName("orders").setVkey(vkey));
  }

  private void lieInProducers(Producer.Builder... producers) {
    log.lies()
        .tell(
            ListProducersResponse.class,
            truth -> {
              ListProducersResponse.Builder lie = truth.toBuilder();
              for (Producer.Builder producer : producers) {
                lie.addProducers(producer);
              }
              return lie.build();
            });
    refused(() -> events.producers(""));
  }

  @Test
  void outcomesOfRecordedEvents() {
    lieInRecording(truth -> truth.setRests(0, truth.getRests(1)));
    lieInRecording(RecordEventsResponse.Builder::clearRests);
    lieInRecording(truth -> truth.addRests(truth.getRests(0)));
    lieInRecording(truth -> truth.setRests(0, EntryRest.newBuilder()));
    lieInRecording(
        truth -> truth.setRests(0, EntryRest.newBuilder().setEntry(other(2, 0).getEntry())));
    lieInRecording(truth -> truth.setRests(0, flip(truth.getRests(0))));
    lieInRecording(truth -> truth.setCheckpoint(log.checkpoint(10)));
    lieInRecording(truth -> truth.setOutcomes(0, truth.getOutcomes(1)));
  }

  private static EntryRest flip(EntryRest rest) {
    return EntryRest.newBuilder().setCollected(Lies.flip(rest.getCollected(), 100)).build();
  }

  private void lieInRecording(UnaryOperator<RecordEventsResponse.Builder> lie) {
    log.lies()
        .tell(
            RecordEventsResponse.class,
            truth -> truth.getCredit() > 0 ? truth : lie.apply(truth.toBuilder()).build());
    refused(
        () -> {
          try (EventRecording recording = events.record(Ack.SIGNED)) {
            int next = (int) log.size() + 100;
            recording.send(List.of(TestEvents.event(next), TestEvents.event(next + 1)));
            recording.take();
          }
        });
  }

  @Test
  void aFilterThatLetsAllThroughStillNeedsEvents() {
    lieInSearch(
        truth ->
            truth.setEvents(
                0,
                truth.getEvents(0).toBuilder().setEntry(ByteString.copyFromUtf8("a plain entry"))));
    refused(() -> drain(events.search(EventSearch.of(Filter.ALL))));
  }
}
