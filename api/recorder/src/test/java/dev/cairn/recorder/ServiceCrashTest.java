package dev.cairn.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.LoggedEntry;
import dev.cairn.recorder.outbox.JavaChild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service that is killed again and again while it records to a real log. */
@Timeout(300)
final class ServiceCrashTest {
  private static final int CYCLES = Integer.getInteger("cairn.outbox.cycles", 20) / 2;
  private static final String SEED = "07".repeat(32);
  private static final Random RANDOM = new Random(17);

  @TempDir Path data;
  @TempDir Path folder;
  private final Set<Long> spooled = new HashSet<>();
  private final Map<Long, Long> logged = new HashMap<>();
  private long next;

  @Test
  void whatWasSpooledIsLoggedOnceAndTheChainHasNoFinding() throws Exception {
    RealLog log = RealLog.start(data);
    try {
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        killOne(log);
        if (cycle % 3 == 2) {
          log.restart();
        }
      }
      deliverTheRest(log);
      check(log.entries());
    } finally {
      log.close();
    }
  }

  private void killOne(RealLog log) throws Exception {
    try (JavaChild child =
        JavaChild.start(
            RecordingMain.class,
            log.address(),
            log.key().toString(),
            folder.toString(),
            SEED,
            Long.toString(next))) {
      int enough = logged.size() + RANDOM.nextInt(300);
      while (logged.size() < enough) {
        String line = child.line();
        assertNotEquals("end", line, "it lives until it is killed");
        note(line);
      }
      child.kill();
      for (String line = child.line(); !line.equals("end"); line = child.line()) {
        note(line);
      }
    }
    next++;
  }

  private void note(String line) {
    String[] words = line.split(" ", -1);
    if (words.length < 2) {
      return; // cut off by the kill
    }
    long number = Long.parseLong(words[1]);
    switch (words[0]) {
      case "offered" -> next = Math.max(next, number);
      case "spooled" -> spooled.add(number);
      case "logged" -> logged.put(number, Long.parseLong(words[2]));
      default -> throw new AssertionError(line);
    }
  }

  private void deliverTheRest(RealLog log) throws Exception {
    AuditClientConfig config =
        AuditClientConfig.of(log.config(), folder).withKey(RecordingMain.key(SEED));
    try (AuditClient client = AuditClient.open(config)) {
      assertTrue(client.flush(Duration.ofSeconds(60)));
      Counters counters = client.counters();
      assertTrue(counters.reconcile(), counters.toString());
      assertEquals(counters.recovered(), counters.acknowledged(), counters.toString());
      assertEquals(0, client.outboxSize().events());
      assertEquals(0, client.deadLetters().count());
    }
  }

  private void check(List<LoggedEntry> entries) {
    Map<String, AuditEvent> events = new HashMap<>();
    for (LoggedEntry entry : entries) {
      assertEquals(null, events.put(entry.event().getId(), entry.event()), "each event once");
    }
    assertTrue(spooled.size() > CYCLES && logged.size() > CYCLES, "it got somewhere");
    for (long number : spooled) {
      assertEquals(RecordingMain.event(number), events.get("e" + number));
    }
    logged.forEach(
        (number, index) ->
            assertEquals(RecordingMain.event(number), entries.get(Math.toIntExact(index)).event()));
    assertEquals(List.of(), RealLog.chain("orders-1", entries).findings());
  }
}
