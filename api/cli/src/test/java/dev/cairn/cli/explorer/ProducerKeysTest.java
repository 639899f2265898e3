package dev.cairn.cli.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.event.seal.Collecting;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page calls an event sealed by its producer only under a key that the producer's keys lead to,
 * whatever a log that holds its own keys has put beside them.
 */
@ExtendWith(Stage.Shared.class)
final class ProducerKeysTest {
  private static final SigningKey LOG = SigningKey.generate(LiveLogs.ORIGIN, KeyType.ED25519);
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  private static final int NONE = -1;

  private static ModuleServer server;
  private static Page page;

  private final SigningKey first = key();
  private final SigningKey second = key();
  private final List<String> entries = new ArrayList<>();
  private Optional<Hash> previous = Optional.empty();

  @BeforeAll
  static void start(Stage stage) throws IOException {
    server = new ModuleServer();
    page = stage.browser().newPage();
    page.navigate(server.url());
  }

  @AfterAll
  static void stop() {
    if (page != null) {
      page.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static SigningKey key() {
    return SigningKey.generate(EventServer.PRODUCER, KeyType.ED25519);
  }

  /** Logs an event that a key seals; no server is asked whether the key may. */
  private void log(SigningKey key, long sequence, AuditEvent event) throws Exception {
    EventRun run =
        Producing.seal(
            key,
            sequence,
            sequence == 0 ? Optional.empty() : previous,
            List.of(event.toByteString()));
    previous = Optional.of(Producing.lastHash(run));
    var logged = Producing.own(run).getFirst().toLogged();
    byte[] entry =
        Collecting.seal(LOG, List.of(logged.setCollection(Collection.getDefaultInstance()).build()))
            .getFirst();
    entries.add(Base64.getEncoder().encodeToString(entry));
  }

  private void name(SigningKey sealer, long sequence, SigningKey named) throws Exception {
    log(sealer, sequence, KeyEvent.of(named, sequence, START));
  }

  private void event(SigningKey sealer, long sequence) throws Exception {
    log(sealer, sequence, EventServer.event((int) sequence, "alice"));
  }

  /** What the page says of the newest entry's producer, and of the event before it. */
  private List<String> said(int dropped, String verdict) {
    Object said =
        page.evaluate(
            "async ([entries, index, key, dropped, verdict]) =>"
                + " (await import('/eventcards.js')).say(entries, index, key, dropped, verdict)",
            List.of(entries, entries.size() - 1, LOG.verifierKey().toString(), dropped, verdict));
    List<String> lines = ((List<?>) said).stream().map(String::valueOf).toList();
    assertEquals(3, lines.size(), lines.toString());
    return lines.subList(1, 3);
  }

  private void assertSealed(String expected, String... more) {
    String line = said(NONE, "verified").getFirst();
    assertTrue(line.startsWith(expected), line);
    for (String each : more) {
      assertTrue(line.contains(each), line);
    }
  }

  @Test
  void theKeysOfAProducerAreFollowed() throws Exception {
    name(first, 0, first);
    assertSealed("good: The producer sealed it, with the key that entry 0 names");
    event(first, 1);
    assertSealed("good: The producer sealed it, with the key that entry 0 names");
    name(first, 2, second);
    assertSealed("good: The producer sealed it, with the key that entry 0 names");
    event(second, 3);
    assertSealed(
        "good: The producer sealed it, with the key that entry 2 names",
        second.verifierKey().identity());
    assertTrue(said(NONE, "verified").getLast().startsWith("good: It follows event 2"));
  }

  @Test
  void aSecondFirstKeyDoesNotReplaceTheFirst() throws Exception {
    name(first, 0, first);
    name(second, 0, second);
    assertSealed("open: It is sealed by the key that entry 1 names", "entry 0 named a key before");
    event(second, 1);
    assertSealed("open: It is sealed by the key that entry 1 names", "entry 0 named a key before");
    event(first, 1);
    assertSealed("good: The producer sealed it, with the key that entry 0 names");
  }

  @Test
  void aKeyThatTheKeyBeforeHasNotSealedIsNotTheProducers() throws Exception {
    name(first, 0, first);
    event(first, 1);
    name(second, 2, second);
    event(second, 3);
    assertSealed(
        "open: It is sealed by the key that entry 2 names",
        "not sealed by the key before, that of entry 0");
    event(first, 4);
    assertSealed("good: The producer sealed it, with the key that entry 0 names");
  }

  @Test
  void aFirstKeyMustSealItself() throws Exception {
    name(second, 0, first);
    event(first, 1);
    assertSealed("open: It is sealed by the key that entry 0 names", "by the key that it names");
  }

  @Test
  void aRotationNeedsAFirstKey() throws Exception {
    previous = Optional.of(Hash.of(new byte[32]));
    name(second, 1, second);
    event(second, 2);
    assertSealed("open: It is sealed by the key that entry 0 names", "no first key");
  }

  @Test
  void aReplacedKeyIsRefused() throws Exception {
    name(first, 0, first);
    name(first, 1, second);
    event(first, 2);
    assertSealed("bad: The producer's seal is refused", "entry 1 has replaced the key of entry 0");
  }

  @ParameterizedTest
  @CsvSource({"orders-1#1, urn:cairn:producers", "orders-1#0, /orders"})
  void aKeyIsNamedUnderTheIdAndSourceOfItsPlace(String id, String source) throws Exception {
    AuditEvent event = KeyEvent.of(first, 0, START).toBuilder().setId(id).setSource(source).build();
    log(first, 0, event);
    event(first, 1);
    assertSealed("bad: The producer's seal is refused", "no entry that names a key");
  }

  @Test
  void aKeyWhoseEntryIsNotInTheLogIsNotTheProducers() throws Exception {
    name(first, 0, first);
    name(first, 1, second);
    event(second, 2);
    event(second, 3);
    for (int dropped : List.of(0, 1)) {
      List<String> said = said(dropped, "verified");
      String expected = "open: It is sealed by the key that entry 1 names";
      assertTrue(said.getFirst().startsWith(expected), said.toString());
      assertTrue(
          said.getFirst().contains("inclusion of index " + dropped + " in size 4"),
          said.toString());
      assertTrue(said.getLast().startsWith("good: "), said.toString());
    }
  }

  @Test
  void anEventBeforeThatIsNotInTheLogIsNotFollowed() throws Exception {
    name(first, 0, first);
    event(first, 1);
    event(first, 2);
    List<String> said = said(1, "verified");
    assertTrue(said.getFirst().startsWith("good: "), said.toString());
    String expected = "open: It is not shown that event 1 of the producer is in the log: the proof";
    assertTrue(said.getLast().startsWith(expected), said.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"unpinned", "refused"})
  void underAHeadThatIsNotVerifiedNothingIsProved(String verdict) throws Exception {
    name(first, 0, first);
    event(first, 1);
    for (String line : said(NONE, verdict)) {
      assertTrue(line.startsWith("open: "), line);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "20, good: The producer sealed it",
    "21, open: It is sealed by the key",
    "45, open: "
  })
  void asManyKeysAreFollowedAsIsSaid(int count, String expected) throws Exception {
    SigningKey current = first;
    name(first, 0, first);
    for (int i = 1; i < count; i++) {
      SigningKey next = key();
      name(current, i, next);
      current = next;
    }
    event(current, count);
    assertSealed(expected, "that entry " + (count - 1) + " names");
    if (count > 20) {
      assertSealed(expected, "more entries name its keys than the 20 that are followed here");
    }
  }
}
