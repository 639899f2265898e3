package dev.cairn.event.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.event.EventRules;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleEventsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MANY = 20_000;

  @Test
  void equalArgumentsGiveEqualEvents() {
    assertEquals(take(1_000, 7, 100), take(1_000, 7, 100));
    assertNotEquals(take(10, 7, 100), take(10, 8, 100));
  }

  @Test
  void theFirstEventIsTheSameEverywhere() {
    AuditEvent first = new SampleEvents(7, START, 100).next();
    assertEquals("019b76da-a801-79e7-9c9e-350000000001", first.getId());
  }

  @Test
  void allKeepTheRules() {
    EventRules rules = new EventRules();
    for (AuditEvent event : take(MANY, 3, 1_000)) {
      assertEquals(List.of(), rules.check(event), event::toString);
    }
  }

  @Test
  void idsAreUniqueAlsoAmongSeeds() {
    Set<String> ids = new HashSet<>();
    take(MANY, 1, 10).forEach(event -> ids.add(event.getId()));
    take(MANY, 2, 10).forEach(event -> ids.add(event.getId()));
    assertEquals(2 * MANY, ids.size());
  }

  @Test
  void timesNeverGoBack() {
    Instant before = START;
    for (AuditEvent event : take(MANY, 4, 10)) {
      Instant time =
          Instant.ofEpochSecond(
              event.getOccurredTime().getSeconds(), event.getOccurredTime().getNanos());
      assertTrue(time.isAfter(before), event.getId());
      before = time;
    }
    assertTrue(before.isAfter(START.plusSeconds(20)), before.toString());
  }

  @Test
  void fewActorsDoMost() {
    Map<String, Integer> counts = new HashMap<>();
    take(MANY, 5, 1_000).forEach(e -> counts.merge(e.getActor().getId(), 1, Integer::sum));
    List<Integer> most = counts.values().stream().sorted((a, b) -> b - a).toList();
    int ten = most.stream().limit(10).mapToInt(Integer::intValue).sum();
    assertTrue(ten > MANY / 5, "the first ten: " + ten);
    assertTrue(most.size() > 600 && most.size() <= 1_000, "actors: " + most.size());
  }

  @Test
  void oneActorIsEnough() {
    assertEquals(1, take(100, 6, 1).stream().map(AuditEvent::getActor).distinct().count());
    assertThrows(IllegalArgumentException.class, () -> new SampleEvents(6, START, 0));
  }

  @Test
  void everyKindOfThingHappens() {
    Set<Attribute.ValueCase> values = EnumSet.of(Attribute.ValueCase.VALUE_NOT_SET);
    Set<OutcomeStatus> statuses = EnumSet.noneOf(OutcomeStatus.class);
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    Set<String> sources = new HashSet<>();
    Set<String> actors = new HashSet<>();
    int digests = 0;
    for (AuditEvent event : take(MANY, 9, 1_000)) {
      event.getAttributesList().forEach(attribute -> values.add(attribute.getValueCase()));
      statuses.add(event.getOutcome().getStatus());
      stages.add(event.getOutcome().getStage());
      sources.add(event.getSource());
      actors.add(event.getActor().getType());
      digests += event.hasPayloadDigest() ? 1 : 0;
    }
    assertEquals(EnumSet.allOf(Attribute.ValueCase.class), values);
    assertEquals(4, statuses.size());
    assertEquals(2, stages.size());
    assertEquals(
        Set.of("/orders", "/payments", "/documents", "/access", "/identity", "/reports"), sources);
    assertEquals(Set.of("user", "service", "job"), actors);
    assertTrue(digests > MANY / 100 && digests < MANY / 5, "digests: " + digests);
  }

  @Test
  void theEventsOfARequestShareItsTrace() {
    Map<String, Set<String>> sources = new HashMap<>();
    for (AuditEvent event : take(MANY, 10, 100)) {
      String trace = event.getContext().getTraceparent().substring(0, 35);
      sources.computeIfAbsent(trace, _ -> new HashSet<>()).add(event.getSource());
    }
    assertTrue(sources.size() < MANY * 3 / 4, "traces: " + sources.size());
    assertTrue(sources.values().stream().anyMatch(s -> s.size() == 2), "no trace has two services");
  }

  @Test
  void typicalEventsHave250To450Bytes() {
    long typical =
        take(MANY, 11, 1_000).stream()
            .mapToInt(AuditEvent::getSerializedSize)
            .filter(size -> size >= 250 && size <= 450)
            .count();
    assertTrue(typical > MANY * 9 / 10, "typical: " + typical);
  }

  private static List<AuditEvent> take(int count, long seed, int actors) {
    SampleEvents events = new SampleEvents(seed, START, actors);
    return Stream.generate(events::next).limit(count).toList();
  }
}
