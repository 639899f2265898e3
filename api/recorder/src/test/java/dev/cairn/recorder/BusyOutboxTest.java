package dev.cairn.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.EventRun;
import dev.cairn.client.Ack;
import dev.cairn.client.LogClient;
import dev.cairn.recorder.delivery.Backlog;
import dev.cairn.recorder.delivery.Decision;
import dev.cairn.recorder.delivery.Delivery;
import dev.cairn.recorder.delivery.DeliveryListener;
import dev.cairn.recorder.delivery.DeliverySettings;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.recorder.outbox.OutboxException.Kind;
import dev.cairn.recorder.outbox.StoredRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a delivery does while its outbox cannot be read. */
@Timeout(60)
final class BusyOutboxTest {
  private static final DeliverySettings SETTINGS =
      new DeliverySettings(Ack.SIGNED, Duration.ofSeconds(5), 100);
  private static final StoredRun RUN =
      new StoredRun(
          0, EventRun.newBuilder().addEvents(RecordingMain.event(1).toByteString()).build());

  private final AtomicReference<Optional<Kind>> failure = new AtomicReference<>(Optional.empty());
  private final CompletableFuture<List<Decision>> decided = new CompletableFuture<>();
  private final CompletableFuture<Exception> stopped = new CompletableFuture<>();
  private FakeLog log;

  @BeforeEach
  void startLog() throws Exception {
    log = FakeLog.start();
  }

  @AfterEach
  void stopLog() throws Exception {
    log.close();
  }

  private List<StoredRun> read() throws OutboxException {
    Optional<Kind> kind = failure.get();
    if (kind.isPresent()) {
      throw new OutboxException(kind.get(), "the outbox cannot be read");
    }
    return List.of(RUN);
  }

  private Delivery deliver(LogClient client) {
    DeliveryListener listener =
        new DeliveryListener() {
          @Override
          public void decided(List<Decision> decisions) {
            decided.complete(decisions);
          }

          @Override
          public void stopped(Exception why) {
            stopped.complete(why);
          }
        };
    return Delivery.start(client, SETTINGS, new Backlog((_, _, _) -> read(), 1, 0), 0, listener);
  }

  @Test
  void aBusyOneIsReadAgainUntilItAnswers() throws Exception {
    failure.set(Optional.of(Kind.BUSY));
    try (LogClient client = LogClient.over(log.channel(), log.config());
        Delivery delivery = deliver(client)) {
      while (delivery.trouble().isEmpty()) {
        Thread.onSpinWait();
      }
      assertInstanceOf(OutboxException.class, delivery.trouble().orElseThrow());
      failure.set(Optional.empty());
      List<Decision> decisions = decided.get(30, TimeUnit.SECONDS);
      assertInstanceOf(Decision.Logged.class, decisions.getFirst());
      assertFalse(delivery.isStopped());
      assertFalse(stopped.isDone());
    }
  }

  @Test
  void aDamagedOneStopsTheDeliveryAndIsTheTrouble() throws Exception {
    failure.set(Optional.of(Kind.DAMAGED));
    try (LogClient client = LogClient.over(log.channel(), log.config());
        Delivery delivery = deliver(client)) {
      Exception why = stopped.get(30, TimeUnit.SECONDS);
      assertInstanceOf(OutboxException.class, why);
      assertEquals(Optional.of(why), delivery.trouble());
      assertTrue(delivery.isStopped());
    }
  }
}
