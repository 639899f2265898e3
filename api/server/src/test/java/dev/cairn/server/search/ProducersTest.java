package dev.cairn.server.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the index says of producers is what reading the log says. */
final class ProducersTest extends EventIndexFixture {
  private static final SigningKey KEY =
      SigningKey.ofSeed("p1", KeyType.ED25519, new byte[SigningKey.SEED_BYTES]);

  private final Random random = new Random(5);

  private Map<String, ProducerChain> scan() {
    Map<String, ProducerChain> chains = new TreeMap<>();
    for (int i = 0; i < log.size(); i++) {
      long index = i;
      log.parsed(i)
          .filter(entry -> entry.link().isPresent())
          .ifPresent(
              entry ->
                  chains.compute(
                      entry.link().orElseThrow().getProducer(),
                      (name, chain) ->
                          (chain == null ? ProducerChain.begin(name) : chain).after(entry, index)));
    }
    return chains;
  }

  private void assertIsAsTheLogSays(EventIndex index) {
    ProducersPage page = index.producers("", "", 500);
    assertEquals(List.copyOf(scan().values()), page.producers());
    assertEquals(log.size(), page.searchedSize());
    assertFalse(page.hasMore());
  }

  @Test
  void keysAndFindingsSurviveARestart() throws Exception {
    LoggedEvent.Builder key =
        LoggedEvent.newBuilder().setEvent(KeyEvent.of(KEY, 0, Instant.EPOCH).toByteString());
    log.append(List.of(EventLog.entry(EventLog.link(key, "p1", 0))));
    for (int round = 0; round < 3; round++) {
      // Random sequences: gaps, forks and repeats.
      log.appendRandom(random, 1_500);
      try (EventIndex index = start()) {
        index.activate();
        follow(index);
        assertIsAsTheLogSays(index);
        ProducerChain chain = index.producer("p1").orElseThrow();
        assertEquals(Optional.of(KEY.verifierKey()), chain.keyAt(10));
        assertTrue(chain.findingCount() > 100, chain.findingCount() + " findings");
        assertEquals(Optional.empty(), index.producer("nobody"));
      }
    }
  }

  @Test
  void areListedByPrefixAndInPages() throws Exception {
    for (String name : List.of("b", "a/2", "a/1", "a/3", "c")) {
      LoggedEvent.Builder event =
          LoggedEvent.newBuilder().setEvent(EventLog.event(log.size()).build().toByteString());
      log.append(List.of(EventLog.entry(EventLog.link(event, name, 0))));
    }
    try (EventIndex index = startAndFollow()) {
      assertEquals(List.of("a/1", "a/2"), names(index.producers("a/", "", 2)));
      assertTrue(index.producers("a/", "", 2).hasMore());
      assertEquals(List.of("a/3"), names(index.producers("a/", "a/2", 2)));
      assertFalse(index.producers("a/", "a/2", 2).hasMore());
      assertEquals(List.of("b", "c"), names(index.producers("", "a/3", 10)));
      assertEquals(List.of(), names(index.producers("x", "", 10)));
      assertEquals(List.of(), names(index.producers("a/", "b", 10)));
    }
  }

  private static List<String> names(ProducersPage page) {
    return page.producers().stream().map(ProducerChain::name).toList();
  }

  @Test
  void producersWithoutAUsableNameAreNotFollowed() throws Exception {
    for (String name : List.of("", "x".repeat(101), "x".repeat(100))) {
      LoggedEvent.Builder event =
          LoggedEvent.newBuilder().setEvent(EventLog.event(log.size()).build().toByteString());
      log.append(List.of(EventLog.entry(EventLog.link(event, name, 0))));
    }
    log.append(1_000, index -> ("plain " + index).getBytes(UTF_8));
    for (int round = 0; round < 2; round++) {
      try (EventIndex index = startAndFollow()) {
        assertEquals(List.of("x".repeat(100)), names(index.producers("", "", 10)));
      }
    }
  }
}
