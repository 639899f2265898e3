package dev.cairn.cli.explorer;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.microsoft.playwright.Page;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.PayloadDigest;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.sample.SampleEvents;
import dev.cairn.event.seal.Collecting;
import dev.cairn.event.seal.ProducedEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page reads in an entry what Java reads in it, and believes the same seals. */
@ExtendWith(Stage.Shared.class)
final class EventFormTest {
  private static final SigningKey LOG = SigningKey.generate(LiveLogs.ORIGIN, KeyType.ED25519);
  private static final SigningKey PRODUCER =
      SigningKey.generate(EventServer.PRODUCER, KeyType.ED25519);
  private static final String MAGIC = "636169726e2e61756469742f76310a";

  private static ModuleServer server;
  private static Page page;

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

  private static Object read(List<byte[]> entries) {
    return page.evaluate(
        "async entries => {"
            + " const { read } = await import('/events.js');"
            + " return entries.map(read); }",
        entries.stream().map(Base64.getEncoder()::encodeToString).toList());
  }

  /** Entries of a sealed run. */
  private static List<byte[]> entries(List<AuditEvent> events) throws Exception {
    EventRun run =
        Producing.seal(
            PRODUCER,
            7,
            Optional.of(Hash.of(new byte[32])),
            events.stream().map(AuditEvent::toByteString).toList());
    Collection collection =
        Collection.newBuilder()
            .setReceiveTime(Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(5))
            .setSubmitter("192.0.2.1")
            .build();
    List<LoggedEvent> logged = new ArrayList<>();
    for (ProducedEvent event : Producing.open(run, PRODUCER.verifierKey())) {
      logged.add(event.toLogged().setCollection(collection).build());
    }
    return Collecting.seal(LOG, logged);
  }

  private static List<AuditEvent> samples(int count) {
    SampleEvents samples = new SampleEvents(7, Instant.parse("2026-01-01T00:00:00Z"), 50);
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(samples.next());
    }
    return events;
  }

  /** An event with values that have more than one way to be read wrongly. */
  private static AuditEvent extreme() {
    return EventServer.event(1, "🜁 \u0000é").toBuilder()
        .clearAttributes()
        .addAttributes(Attribute.newBuilder().setName("a").setInteger(Long.MIN_VALUE))
        .addAttributes(Attribute.newBuilder().setName("b").setInteger(Long.MAX_VALUE))
        .addAttributes(Attribute.newBuilder().setName("c").setNumber(-0.1))
        .addAttributes(Attribute.newBuilder().setName("d").setFlag(false))
        .addAttributes(Attribute.newBuilder().setName("e").setText(""))
        .addAttributes(
            Attribute.newBuilder()
                .setName("f")
                .setTime(Timestamp.newBuilder().setSeconds(-1).setNanos(999_999_999)))
        .addAttributes(Attribute.newBuilder().setName("g").setData(ByteString.EMPTY))
        .build();
  }

  @Test
  void eventsAreReadAsJavaReadsThem() throws Exception {
    List<AuditEvent> events = new ArrayList<>(samples(200));
    events.add(extreme());
    List<byte[]> entries = entries(events);
    List<String> expected = new ArrayList<>();
    for (byte[] entry : entries) {
      expected.add(fields(LoggedEntry.parse(entry)));
    }
    assertEquals(expected, read(entries));
  }

  @Test
  void aPartOfAnEntryIsNoEvent() throws Exception {
    byte[] entry = entries(List.of(extreme())).getFirst();
    List<byte[]> parts = new ArrayList<>();
    for (int length = 0; length < entry.length; length++) {
      parts.add(Arrays.copyOf(entry, length));
    }
    for (Object said : (List<?>) read(parts)) {
      assertTrue(said.toString().startsWith("Malformed: "), said.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0a0100 22000a00          | the field event twice
          0a0100 2a00 2200         | not serialized as it must be
          0a0100 2200 2a00 3200    | not serialized as it must be
          0a0100 1200 2200 2a00    | a link without a seal
          0800 2200 2a00           | of another type
          0b                       | a wire type that no event has
          00                       | a field without a valid number
          0a0100 22ffffffffffffffffff7f | ends in the middle
          0a0100 22ffffffffffffffffffff01 | more than 10 bytes
          """)
  void whatIsNotInTheFormIsRefused(String form, String why) {
    byte[] entry = HexFormat.of().parseHex(MAGIC + form.replace(" ", ""));
    String said = ((List<?>) read(List.of(entry))).getFirst().toString();
    assertTrue(said.startsWith("Malformed: ") && said.contains(why), said);
  }

  /** Java takes the last of several values, and the low half of a number; others may not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          52070a016118012801     | an attribute with two values
          0a0178                 | the field id twice
          42080882808080101002   | the field outcome twice
          """)
  void whatCanBeReadInTwoWaysIsRefused(String more, String why) {
    ByteString event =
        EventServer.event(1, "alice")
            .toByteString()
            .concat(ByteString.copyFrom(HexFormat.of().parseHex(more)));
    assertRefused(event, why);
  }

  @Test
  void aStageBeyondAnEnumsRangeIsRefused() {
    AuditEvent event = EventServer.event(1, "alice").toBuilder().clearOutcome().build();
    byte[] outcome = HexFormat.of().parseHex("42080882808080101002");
    assertRefused(
        event.toByteString().concat(ByteString.copyFrom(outcome)), "not a number of 32 bits");
  }

  private static void assertRefused(ByteString event, String why) {
    LoggedEvent logged =
        LoggedEvent.newBuilder()
            .setEvent(event)
            .setCollection(Collection.getDefaultInstance())
            .setCollectorSeal(RunSeal.getDefaultInstance())
            .build();
    String said = ((List<?>) read(List.of(LoggedEntry.collected(logged)))).getFirst().toString();
    assertTrue(said.startsWith("Malformed: ") && said.contains(why), said);
  }

  @Test
  void sealsHoldAndNoBitUnderThemCanBeChanged() throws Exception {
    byte[] entry = entries(samples(3)).get(1);
    Object said =
        page.evaluate(
            "async ([entry, log, producer]) =>"
                + " (await import('/events.js')).sealsOf(entry, log, producer)",
            List.of(
                Base64.getEncoder().encodeToString(entry),
                LOG.verifierKey().toString(),
                PRODUCER.verifierKey().toString()));
    assertEquals(List.of("good", "good", "0 changed"), said);
    assertFalse(entry.length < 200, "a whole entry was changed");
  }

  private static String fields(LoggedEntry entry) {
    AuditEvent event = entry.event();
    var outcome = event.getOutcome();
    return Stream.of(
            event.getId(),
            event.getSource(),
            event.getType(),
            time(event.getOccurredTime()),
            event.getActor().getType() + "/" + event.getActor().getId(),
            event.getActor().getOnBehalfOfList().stream()
                .map(each -> each.getType() + "/" + each.getId())
                .collect(joining(",")),
            event.getAction(),
            event.getTargetsList().stream()
                .map(each -> each.getType() + "/" + each.getId())
                .collect(joining(",")),
            "%d,%d,%s,%s"
                .formatted(
                    outcome.getStageValue(),
                    outcome.getStatusValue(),
                    outcome.getCode(),
                    outcome.getMessage()),
            event.hasContext() ? context(event.getContext()) : "",
            event.getAttributesList().stream().map(EventFormTest::attribute).collect(joining(";")),
            event.hasPayloadDigest() ? digest(event.getPayloadDigest()) : "",
            entry.link().map(EventFormTest::link).orElse(""),
            time(entry.collection().getReceiveTime()) + "," + entry.collection().getSubmitter())
        .collect(joining("\n"));
  }

  private static String time(Timestamp time) {
    return time.getSeconds() + "." + time.getNanos();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static String context(EventContext context) {
    return String.join(
        ",",
        context.getTraceparent(),
        context.getCorrelationId(),
        context.getPeer(),
        context.getUserAgent());
  }

  private static String digest(PayloadDigest digest) {
    return "%d,%s,%d,%s"
        .formatted(
            digest.getAlgorithmValue(),
            hex(digest.getDigest()),
            digest.getSize(),
            digest.getMediaType());
  }

  private static String link(Link link) {
    return "%s,%d,%s"
        .formatted(link.getProducer(), link.getSequence(), hex(link.getPreviousHash()));
  }

  private static String attribute(Attribute attribute) {
    String value =
        switch (attribute.getValueCase()) {
          case TEXT -> "text=" + attribute.getText();
          case INTEGER -> "integer=" + attribute.getInteger();
          case NUMBER -> "number=" + number(attribute.getNumber());
          case FLAG -> "flag=" + attribute.getFlag();
          case DATA -> "data=" + hex(attribute.getData());
          case TIME -> "time=" + time(attribute.getTime());
          case VALUE_NOT_SET -> throw new AssertionError("a sample without a value");
        };
    return attribute.getName() + ":" + value;
  }

  /** As JavaScript writes it: whole numbers without a fraction. */
  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
