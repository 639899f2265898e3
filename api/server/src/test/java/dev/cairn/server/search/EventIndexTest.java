package dev.cairn.server.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.Target;
import dev.cairn.event.filter.EventView;
import dev.cairn.event.filter.Filter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class EventIndexTest extends EventIndexFixture {
  private static final Query EVERYTHING =
      new Query(Filter.ALL, Optional.empty(), Optional.empty(), Order.NEWEST_FIRST, 500);

  private final Random random = new Random(7);

  @Test
  void aLogWithoutEventsHasNoIndexAndIsSearchedWholly() throws Exception {
    log.append(10, index -> ("plain " + index).getBytes(UTF_8));
    try (EventIndex index = start()) {
      index.grown();
      index.whenSearchable(10).get(30, TimeUnit.SECONDS);
      assertEquals(10, index.size());
      assertEquals(new SearchPage(List.of(), "", 10), index.search(EVERYTHING, "", 10, log::read));
    }
    assertFalse(Files.exists(folder()));
  }

  @Test
  void followsFromTheFirstEventOnAndAfterEveryRestart() throws Exception {
    log.append(10, index -> ("plain " + index).getBytes(UTF_8));
    try (EventIndex index = start()) {
      index.activate();
      assertTrue(Files.isDirectory(folder()));
      log.append(List.of(EventLog.entry(EventLog.event(10))));
      follow(index);
      assertEquals(List.of(10L), all(index, EVERYTHING));
    }
    log.append(List.of(EventLog.entry(EventLog.event(11))));
    try (EventIndex index = start()) {
      follow(index);
      assertEquals(List.of(11L, 10L), all(index, EVERYTHING));
    }
  }

  @Test
  void eachEventIsFoundAsSoonAsItIsSearchable() throws Exception {
    try (EventIndex index = startAndFollow()) {
      for (int i = 0; i < 100; i++) {
        log.append(List.of(EventLog.entry(EventLog.event(i))));
        follow(index);
        assertEquals(List.of((long) i), all(index, query("id = e" + i, Order.NEWEST_FIRST, 1)));
      }
    }
  }

  @Test
  void whatIsWrittenIsUsedAfterARestart() throws Exception {
    for (int round = 0; round < 4; round++) {
      log.appendRandom(random, 900);
      try (EventIndex index = start()) {
        index.activate();
        follow(index);
        assertFindsEverything(index);
      }
    }
    // The entries of closed segments are not read again: they can be unreadable.
    List<byte[]> entries = List.copyOf(log.store.entries);
    for (int i = 0; i < 3_500; i++) {
      log.store.entries.set(i, new byte[0]);
    }
    try (EventIndex index = startAndFollow()) {
      for (int i = 0; i < 3_500; i++) {
        log.store.entries.set(i, entries.get(i));
      }
      assertFindsEverything(index);
    }
  }

  @Test
  void aHitHasTheBytesThatTheReaderHasVerified() throws Exception {
    log.append(List.of(EventLog.entry(EventLog.event(0))));
    try (EventIndex index = startAndFollow()) {
      Hit hit = index.search(EVERYTHING, "", 1, log::read).hits().getFirst();
      assertArrayEquals(log.store.entries.getFirst(), hit.bytes());
      assertEquals("e0", hit.entry().event().getId());
    }
  }

  @Test
  void whatTheIndexSaysIsMatchedOnceMore() throws Exception {
    log.append(3, index -> EventLog.entry(EventLog.event(index)));
    try (EventIndex index = startAndFollow()) {
      log.store.entries.set(1, EventLog.entry(EventLog.event(1).setAction("read")));
      log.store.entries.set(2, "plain".getBytes(UTF_8));
      assertEquals(List.of(0L), all(index, query("action = delete", Order.OLDEST_FIRST, 10)));
    }
  }

  @Test
  void allPagesSearchWhatTheFirstOneDid() throws Exception {
    log.append(10, index -> EventLog.entry(EventLog.event(index)));
    try (EventIndex index = startAndFollow()) {
      Query query = query("", Order.OLDEST_FIRST, 6);
      SearchPage first = index.search(query, "", 10, log::read);
      log.append(10, i -> EventLog.entry(EventLog.event(i)));
      follow(index);
      SearchPage second = index.search(query, first.nextPageToken(), 20, log::read);
      assertEquals(List.of(6L, 7L, 8L, 9L), second.hits().stream().map(Hit::index).toList());
      assertEquals(10, second.searchedSize());
      assertEquals("", second.nextPageToken());
      // Not more than what can be read.
      assertEquals(15, index.search(query, "", 15, log::read).searchedSize());
    }
  }

  @Test
  void aPageEndsWhenItHasReadEnough() throws Exception {
    log.append(1_000, index -> EventLog.entry(EventLog.event(index)));
    try (EventIndex index = start(SMALL, 100)) {
      index.activate();
      follow(index);
      Query query = query("attributes.amount > 1", Order.NEWEST_FIRST, 10);
      int pages = 0;
      String token = "";
      do {
        SearchPage page = index.search(query, token, 1_000, log::read);
        assertEquals(List.of(), page.hits());
        token = page.nextPageToken();
        pages++;
      } while (!token.isEmpty());
      // The last hundred may end with the log, or just before it.
      assertTrue(pages == 10 || pages == 11, pages + " pages");
    }
  }

  @Test
  void aPageEndsWhenItHasTakenLongEnough() throws Exception {
    log.append(1_000, index -> EventLog.entry(EventLog.event(index)));
    long[] now = {0};
    try (EventIndex index =
        EventIndex.start(
            "log.example",
            folder(),
            log.store,
            SMALL,
            SearchBudget.MAX_ENTRIES,
            () -> now[0] += SearchBudget.MAX_NANOS)) {
      index.activate();
      follow(index);
      SearchPage page = index.search(EVERYTHING, "", 1_000, log::read);
      assertEquals(64, page.hits().size());
      assertFalse(page.nextPageToken().isEmpty());
    }
  }

  @Test
  void timesRuleOutSegmentsWithoutReading() throws Exception {
    log.append(2_000, index -> EventLog.entry(EventLog.event(index)));
    try (EventIndex index = startAndFollow()) {
      int[] read = {0};
      Query query =
          new Query(
              EVERYTHING.filter(),
              Optional.of(Instant.ofEpochSecond(EventLog.FIRST_SECOND + 300)),
              Optional.of(Instant.ofEpochSecond(EventLog.FIRST_SECOND + 310)),
              Order.OLDEST_FIRST,
              500);
      SearchPage page =
          index.search(
              query,
              "",
              2_000,
              indexes -> {
                read[0] += indexes.size();
                return log.read(indexes);
              });
      assertEquals(10, page.hits().size());
      assertTrue(read[0] <= BlockTimes.BLOCK, read[0] + " entries were read");
    }
  }

  @Test
  void manyTermsEndASegmentEarly() throws Exception {
    SegmentLimits few = new SegmentLimits(700, 400, 1 << 16);
    log.append(
        200,
        index -> {
          AuditEvent.Builder event = EventLog.event(index);
          for (int i = 0; i < 32; i++) {
            event.addTargets(Target.newBuilder().setType("t" + i).setId("o" + index + "-" + i));
          }
          return EventLog.entry(event);
        });
    for (int round = 0; round < 2; round++) {
      try (EventIndex index = start(few, SearchBudget.MAX_ENTRIES)) {
        index.activate();
        follow(index);
        for (int i = 0; i < 200; i += 9) {
          Query query = query("target.id:o" + i + "-31", Order.NEWEST_FIRST, 5);
          assertEquals(List.of((long) i), all(index, query));
        }
        assertFinds(index, query("target.type:t7", Order.OLDEST_FIRST, 30));
      }
    }
  }

  @Test
  void aSegmentHasRoomForAsManyTermsAsItMayHave() {
    OpenSegment segment =
        new OpenSegment(0, new SegmentLimits(65_536, 1_000, 5_000), new TermHasher());
    long index = 0;
    while (!segment.isFull()) {
      AuditEvent.Builder event = EventLog.event(index);
      for (int i = 0; i < 32; i++) {
        event.addTargets(Target.newBuilder().setType("t" + i).setId("o" + index + "-" + i));
      }
      segment.add(
          new EventView(index++, event.build(), Optional.empty(), Collection.getDefaultInstance()));
    }
    int[] terms = {0, 0};
    segment.forEach(
        (_, _, count) -> {
          terms[0]++;
          terms[1] += count;
        });
    assertTrue(terms[0] <= 1_000 && terms[1] <= 5_000, terms[0] + " terms, " + terms[1]);
  }

  @Test
  void longStretchesWithoutEventsArePassedOnce() throws Exception {
    log.append(5_000, index -> ("plain " + index).getBytes(UTF_8));
    log.append(List.of(EventLog.entry(EventLog.event(5_000))));
    try (EventIndex index = startAndFollow()) {
      assertEquals(List.of(5_000L), all(index, EVERYTHING));
    }
    // What was passed is not read again.
    for (int i = 0; i < 4_900; i++) {
      log.store.entries.set(i, new byte[0]);
    }
    try (EventIndex index = startAndFollow()) {
      assertEquals(List.of(5_000L), all(index, EVERYTHING));
      assertEquals(Optional.empty(), index.stoppedBy());
    }
  }

  @Test
  void endsWhenTheStoreDoes() throws Exception {
    log.appendRandom(random, 10);
    EventIndex index = startAndFollow();
    var never = index.whenSearchable(11);
    log.appendRandom(random, 1);
    log.store.close();
    index.grown();
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> never.get(30, TimeUnit.SECONDS));
    assertInstanceOf(SearchStoppedException.class, e.getCause());
    assertTrue(index.stoppedBy().isPresent());
    assertThrows(SearchStoppedException.class, () -> index.search(EVERYTHING, "", 10, log::read));
    index.close();
  }

  @Test
  void disappointsThoseWhoWaitWhenItCloses() throws Exception {
    EventIndex index = startAndFollow();
    var never = index.whenSearchable(1);
    index.close();
    assertThrows(ExecutionException.class, () -> never.get(30, TimeUnit.SECONDS));
  }

  @Test
  void whatCannotBeBegunIsTriedAgain() throws Exception {
    Files.write(folder(), new byte[0]);
    try (EventIndex index = start()) {
      index.activate();
      log.appendRandom(random, 10);
      index.grown();
      assertThrows(
          ExecutionException.class, () -> index.whenSearchable(10).get(30, TimeUnit.SECONDS));
      assertTrue(index.stoppedBy().isPresent());
      Files.delete(folder());
      while (index.size() < 10) {
        Thread.onSpinWait();
      }
      assertEquals(Optional.empty(), index.stoppedBy());
      assertFindsEverything(index);
    }
  }
}
