package dev.cairn.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log that is away, fails or keeps silent. */
@Timeout(60)
class RetryTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final HeapMemory memory = new HeapMemory();
  private TestLog log;
  private LogClient client;

  @BeforeEach
  void start() throws Exception {
    log = TestLog.start(TestLog.numbered(3));
    client = log.client(memory);
    client.checkpoint();
  }

  @AfterEach
  void stop() {
    client.close();
    log.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void unavailableFourTimesIsRetried() throws Exception {
    log.refuse(4, Status.UNAVAILABLE);
    assertEquals(3, client.append(bytes("once")).index());
    assertEquals(4, log.size());
  }

  @Test
  void unavailableFiveTimesIsUnreachable() {
    int before = log.calls();
    log.refuse(5, Status.UNAVAILABLE);
    assertThrows(UnreachableException.class, () -> client.append(bytes("never")));
    assertEquals(5, log.calls() - before);
    assertEquals(3, log.size());
  }

  /** The entry is logged, but the answer is lost: the retry carries the same key. */
  @Test
  void lostAnswersAppendOnce() throws Exception {
    log.loseAnswers(3);
    Receipt receipt = client.append(bytes("once"));
    assertEquals(3, receipt.index());
    assertTrue(receipt.appended().deduplicated());
    assertEquals(4, log.size());
  }

  @Test
  void onlyUnavailableIsRetried() {
    for (Status status :
        new Status[] {
          Status.RESOURCE_EXHAUSTED,
          Status.INTERNAL,
          Status.UNKNOWN,
          Status.ABORTED,
          Status.DATA_LOSS,
          Status.PERMISSION_DENIED
        }) {
      int before = log.calls();
      log.refuse(1, status);
      RefusedException refused =
          assertThrows(RefusedException.class, () -> client.append(bytes("no")));
      assertEquals(status.getCode(), refused.code());
      assertEquals(1, log.calls() - before);
    }
  }

  @Test
  void aStreamOfAppendsIsNotRetried() throws Exception {
    int before = log.calls();
    log.refuse(1, Status.UNAVAILABLE);
    try (StreamAppender stream = client.appendStream(Ack.DURABLE, 10)) {
      CompletableFuture<Appended> outcome = stream.append(bytes("lost"));
      ExecutionException failed = assertThrows(ExecutionException.class, outcome::get);
      assertInstanceOf(UnreachableException.class, failed.getCause());
    } catch (UnreachableException e) {
      // broken before the entry was sent: as good
    }
    assertEquals(1, log.calls() - before);
    assertEquals(3, log.size());
  }

  @Test
  void silenceEndsAtTheDeadline() throws Exception {
    try (LogClient hasty = LogClient.open(log.config(memory).withDeadline(SHORT))) {
      log.beSilent();
      assertThrows(UnreachableException.class, () -> hasty.append(bytes("never")));
      assertThrows(UnreachableException.class, hasty::checkpoint);
      assertThrows(UnreachableException.class, () -> hasty.get(0));
      assertThrows(UnreachableException.class, () -> hasty.entries(0, 3).next());
    }
  }

  @Test
  void nobodyListens() {
    LogAddress nowhere = new LogAddress("127.0.0.1:1", "");
    ClientConfig config =
        ClientConfig.of(nowhere, new Trust.Pinned(log.vkey())).withDeadline(SHORT);
    try (LogClient lost = LogClient.open(config)) {
      assertThrows(UnreachableException.class, lost::checkpoint);
      assertThrows(UnreachableException.class, lost::awaitReachable);
    }
  }

  @Test
  void waitsUntilTheLogIsThere() throws Exception {
    int port = log.port();
    log.close();
    Thread later =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(300);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  log = TestLog.start(log.signer(), port, TestLog.numbered(3));
                });
    client.awaitReachable();
    later.join();
    assertEquals(3, client.checkpoint().head().size());
  }

  @Test
  void interruptionEndsACallAndKeepsTheFlag() {
    log.beSilent();
    Thread.currentThread().interrupt();
    assertThrows(UnreachableException.class, client::checkpoint);
    assertTrue(Thread.interrupted());
  }

  @Test
  void aClosedClientAnswersAtOnce() {
    client.close();
    assertThrows(UnreachableException.class, client::checkpoint);
  }
}
