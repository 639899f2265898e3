package dev.cairn.recorder.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.status.Status;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.recorder.FakeSink;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Marked lines become events; the others do not; none is lost. */
final class AuditAppenderTest {
  private static final AuditMarker DELETED =
      AuditMarkers.event("com.example.order.deleted", "delete").by("user", "alice");

  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("shop.Orders");
  private final FakeSink sink = new FakeSink();
  private final ListAppender<ILoggingEvent> unrecorded = new ListAppender<>();
  private final AuditAppender appender = AuditAppender.of(sink, "/shop");

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    appender.setContext(context);
    unrecorded.setContext(context);
    unrecorded.start();
    context.getLogger(AuditAppender.UNRECORDED).addAppender(unrecorded);
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void aMarkedLineIsAnEvent() throws Exception {
    appender.start();
    logger
        .atInfo()
        .addMarker(DELETED.on("order", "o1"))
        .addKeyValue("reason", "duplicate")
        .log("order {} deleted", "o1");
    AuditEvent event = sink.next();
    assertEquals("/shop", event.getSource());
    assertEquals("com.example.order.deleted", event.getType());
    assertEquals("delete", event.getAction());
    assertEquals("alice", event.getActor().getId());
    assertEquals("o1", event.getTargets(0).getId());
    assertEquals(Stage.STAGE_COMPLETION, event.getOutcome().getStage());
    assertEquals(OutcomeStatus.OUTCOME_STATUS_SUCCESS, event.getOutcome().getStatus());
    assertFalse(event.hasContext());
    assertEquals(
        List.of("log.logger: shop.Orders", "log.message: order o1 deleted", "reason: duplicate"),
        texts(event));
    assertNoneUnrecorded();
  }

  private static List<String> texts(AuditEvent event) {
    return event.getAttributesList().stream().map(a -> a.getName() + ": " + a.getText()).toList();
  }

  @Test
  void linesWithoutTheMarkerAreIgnored() {
    appender.start();
    logger.info("nothing");
    logger.info(MarkerFactory.getMarker("OTHER"), "nothing");
    logger.atInfo().addKeyValue("action", "delete").log("nothing");
    sink.assertNoMore();
    assertNoneUnrecorded();
  }

  @Test
  void thePairsOfALineSayWhatAPlainMarkerDoesNot() throws Exception {
    appender.start();
    logger
        .atWarn()
        .addMarker(MarkerFactory.getMarker(AuditMarkers.NAME))
        .addKeyValue("event.id", "e-1")
        .addKeyValue("event.type", "com.example.login")
        .addKeyValue("action", "login")
        .addKeyValue("actor.type", "job")
        .addKeyValue("actor.id", 7)
        .addKeyValue("target.type", "host")
        .addKeyValue("target.id", "h1")
        .addKeyValue("outcome", "denied")
        .addKeyValue("outcome.code", "403")
        .addKeyValue("correlation_id", "case-7")
        .log("no");
    AuditEvent event = sink.next();
    assertEquals("e-1", event.getId());
    assertEquals("com.example.login", event.getType());
    assertEquals("login", event.getAction());
    assertEquals("job", event.getActor().getType());
    assertEquals("7", event.getActor().getId());
    assertEquals("h1", event.getTargets(0).getId());
    assertEquals(OutcomeStatus.OUTCOME_STATUS_DENIED, event.getOutcome().getStatus());
    assertEquals("403", event.getOutcome().getCode());
    assertEquals("case-7", event.getContext().getCorrelationId());
    assertEquals(List.of("log.logger: shop.Orders", "log.message: no"), texts(event));
  }

  @Test
  void theMdcSaysWhoAndWithinWhat() throws Exception {
    appender.setMdcAttributes("tenant, region");
    appender.setType("com.example.default");
    appender.start();
    String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    var mdc = context.getMDCAdapter();
    mdc.put("actor.id", "bob");
    mdc.put("traceparent", traceparent);
    mdc.put("tenant", "t1");
    mdc.put("password", "secret");
    try {
      logger
          .atInfo()
          .addMarker(MarkerFactory.getMarker(AuditMarkers.NAME))
          .addKeyValue("action", "read")
          .log("");
    } finally {
      mdc.clear();
    }
    AuditEvent event = sink.next();
    assertEquals("bob", event.getActor().getId());
    assertEquals("user", event.getActor().getType());
    assertEquals("com.example.default", event.getType());
    assertEquals(traceparent, event.getContext().getTraceparent());
    assertEquals(List.of("log.logger: shop.Orders", "tenant: t1"), texts(event));
  }

  @Test
  void valuesKeepTheirTypes() throws Exception {
    appender.start();
    logger
        .atInfo()
        .addMarker(DELETED)
        .addKeyValue("count", 3)
        .addKeyValue("flag", true)
        .addKeyValue("half", 0.5)
        .addKeyValue("nan", Double.NaN)
        .addKeyValue("nothing", (Object) null)
        .addKeyValue("when", Instant.ofEpochSecond(5))
        .addKeyValue("raw", new byte[] {1})
        .log("");
    List<Attribute> attributes = sink.next().getAttributesList();
    assertEquals(3, named(attributes, "count").getInteger());
    assertTrue(named(attributes, "flag").getFlag());
    assertEquals(0.5, named(attributes, "half").getNumber());
    assertEquals("NaN", named(attributes, "nan").getText());
    assertEquals("null", named(attributes, "nothing").getText());
    assertEquals(5, named(attributes, "when").getTime().getSeconds());
    assertEquals(1, named(attributes, "raw").getData().size());
  }

  private static Attribute named(List<Attribute> attributes, String name) {
    return attributes.stream().filter(a -> a.getName().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void anExceptionOrTheLevelErrorIsAFailure() throws Exception {
    appender.start();
    logger.atWarn().addMarker(DELETED).setCause(new IllegalStateException("gone")).log("no");
    AuditEvent event = sink.next();
    assertEquals(OutcomeStatus.OUTCOME_STATUS_FAILURE, event.getOutcome().getStatus());
    assertEquals(
        "java.lang.IllegalStateException: gone",
        named(event.getAttributesList(), "log.exception").getText());
    logger.error(DELETED, "no");
    assertEquals(OutcomeStatus.OUTCOME_STATUS_FAILURE, sink.next().getOutcome().getStatus());
    logger.error(DELETED.succeeded(), "yes");
    assertEquals(OutcomeStatus.OUTCOME_STATUS_SUCCESS, sink.next().getOutcome().getStatus());
  }

  @Test
  void theMarkerSaysAnyOutcome() throws Exception {
    appender.start();
    logger.info(DELETED.attempted(), "");
    assertEquals(Stage.STAGE_ATTEMPT, sink.next().getOutcome().getStage());
    logger.info(DELETED.failed("404"), "");
    assertEquals("404", sink.next().getOutcome().getCode());
    logger.info(DELETED.denied("403"), "");
    assertEquals(OutcomeStatus.OUTCOME_STATUS_DENIED, sink.next().getOutcome().getStatus());
  }

  @Test
  void textsThatAreTooLongAreCutAndNamed() throws Exception {
    appender.start();
    logger.atInfo().addMarker(DELETED).addKeyValue("long", "é".repeat(9_000)).log("");
    List<Attribute> attributes = sink.next().getAttributesList();
    assertEquals(4_096, named(attributes, "long").getText().length());
    assertEquals("long", named(attributes, "log.cut").getText());
  }

  @ParameterizedTest
  @CsvSource({
    "outcome, fine, outcome.status",
    "event.type, a b, type",
    "event.type, dev.cairn.mine, type",
    "no name, x, attributes[",
    "action, '', action",
    "target.id, o1, targets[0].type",
    "traceparent, 00-1, context.traceparent",
  })
  void whatBreaksARuleIsReportedAndLoggedElsewhere(String key, String value, String path) {
    appender.start();
    logger.atInfo().addMarker(DELETED).addKeyValue(key, value).log("order deleted");
    sink.assertNoMore();
    assertOneUnrecorded(path);
    assertTrue(unrecorded.list.getFirst().getFormattedMessage().contains("order deleted"));
  }

  @Test
  void whatTheSinkDoesNotTakeIsReportedAndLoggedElsewhere() {
    appender.start();
    sink.refuse(new IllegalStateException("full"));
    logger.info(DELETED, "order deleted");
    assertOneUnrecorded("full");
  }

  @Test
  void aSinkThatThrowsLosesNothing() {
    AuditAppender throwing =
        AuditAppender.of(
            event -> {
              throw new IllegalStateException("closed " + event.getSource());
            },
            "/shop");
    attachInstead(throwing);
    logger.info(DELETED, "order deleted");
    assertOneUnrecorded("closed /shop");
  }

  @Test
  void aValueWithoutATextLosesNothing() {
    appender.start();
    Object value =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        };
    LoggingEventBuilder line = logger.atInfo().addMarker(DELETED).addKeyValue("a", value);
    line.log("order deleted");
    assertOneUnrecorded("no text");
  }

  @Test
  void linesOfAnAppenderThatDoesNotStartAreLoggedElsewhere() {
    AuditAppender unset = new AuditAppender();
    unset.setSource("/shop");
    attachInstead(unset);
    assertFalse(unset.isStarted());
    logger.info(DELETED, "order deleted");
    logger.info("unmarked");
    assertEquals(1, unrecorded.list.size());
    assertTrue(
        context.getStatusManager().getCopyOfStatusList().stream()
            .anyMatch(status -> status.getMessage().contains("its address is not set")));
  }

  @Test
  void aWaitingLineIsWrittenWhenItsEventIsSafe() throws Exception {
    appender.setWaiting(true);
    appender.start();
    CompletableFuture<Void> safe = new CompletableFuture<>();
    sink.hold(safe);
    Thread line = Thread.ofVirtual().start(() -> logger.info(DELETED, "order deleted"));
    sink.next();
    assertTrue(line.isAlive());
    safe.complete(null);
    line.join();
    assertNoneUnrecorded();
  }

  private void attachInstead(AuditAppender other) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAppender(appender);
    other.setContext(context);
    other.start();
    root.addAppender(other);
  }

  private void assertNoneUnrecorded() {
    assertEquals(List.of(), unrecorded.list);
  }

  private void assertOneUnrecorded(String why) {
    assertEquals(1, unrecorded.list.size());
    String message = unrecorded.list.getFirst().getFormattedMessage();
    assertTrue(message.contains(why), message);
    List<Status> errors =
        context.getStatusManager().getCopyOfStatusList().stream()
            .filter(status -> status.getLevel() == Status.ERROR)
            .toList();
    assertEquals(1, errors.size(), errors.toString());
    assertTrue(errors.getFirst().getMessage().contains(why), errors.toString());
  }
}
