package dev.cairn.witness.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.http.fetch.AddressGuard;
import dev.cairn.http.fetch.FetchException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.ProofVerifier;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class GrpcVisitTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final GrowingLog log = new GrowingLog("entry", 300);
  private final Sources sources = new Sources(new AddressGuard(true));
  private GrpcLog server;

  @BeforeEach
  void start() throws IOException {
    server = new GrpcLog(log);
  }

  @AfterEach
  void stop() {
    server.close();
    sources.close();
  }

  private Visit visit(String url, Duration timeout) throws FetchException {
    try {
      return sources.of(PollUrl.parse(url), GrowingLog.ORIGIN).visit(timeout);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void fetchesCheckpointsAndProofs() throws Exception {
    try (Visit visit = visit(server.url(), SOON)) {
      assertArrayEquals(log.checkpoint().toBytes(), visit.checkpoint());
      assertEquals(Optional.of(log.head(200)), visit.head(200, 300));
      ProofVerifier.consistency(log.head(200), log.head(300), visit.consistency(200, 300));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, answered UNAVAILABLE: not now",
    "SHORT_HASHES, malformed proof",
    "TOO_MANY_HASHES, no proof has more than 64 hashes",
    "HUGE, RESOURCE_EXHAUSTED"
  })
  void refusesOtherAnswers(GrpcLog.Mode mode, String wanted) throws Exception {
    server.mode(mode);
    try (Visit visit = visit(server.url(), SOON)) {
      assertFails(
          wanted,
          () -> {
            var _ = visit.checkpoint();
            var _ = visit.consistency(200, 300);
          });
    }
  }

  @Test
  void waitsNoLongerThanItMay() throws Exception {
    server.mode(GrpcLog.Mode.SILENT);
    try (RawServer silent = new RawServer(out -> {})) {
      for (int port : new int[] {server.port(), silent.port()}) {
        try (Visit visit = visit("grpc://127.0.0.1:" + port, Duration.ofSeconds(1))) {
          // Nothing is said, or on a busy machine not even asked.
          assertThrows(FetchException.class, visit::checkpoint);
          assertFails("not done in time", () -> visit.consistency(1, 2));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"})
  void connectsToNoPrivateAddress(String host) throws Exception {
    try (Sources strict = new Sources(new AddressGuard(false))) {
      LogSource source =
          strict.of(PollUrl.parse("grpc://" + host + ":" + server.port()), GrowingLog.ORIGIN);
      assertFails("may not be polled", () -> source.visit(SOON));
    }
    assertEquals(0, server.calls());
  }

  private static void assertFails(String wanted, Executable what) {
    FetchException failure = assertThrows(FetchException.class, what);
    String said = String.valueOf(failure.getMessage());
    assertTrue(said.contains(wanted), said);
    assertTrue(said.chars().allMatch(c -> c >= ' '), said);
  }
}
