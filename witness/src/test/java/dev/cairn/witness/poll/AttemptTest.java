package dev.cairn.witness.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.http.fetch.AddressGuard;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.witness.AddCheckpointRequest;
import dev.cairn.witness.source.GrowingLog;
import dev.cairn.witness.source.GrpcLog;
import dev.cairn.witness.source.PollUrl;
import dev.cairn.witness.source.RawServer;
import dev.cairn.witness.source.Sources;
import dev.cairn.witness.source.TilesServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AttemptTest {
  private final GrowingLog log = new GrowingLog("entry", 200);
  private final MemoryWitness witness = new MemoryWitness(log.verifierKey());
  private final Sources sources = new Sources(new AddressGuard(true));
  private final TilesServer tiles = new TilesServer(log);
  private GrpcLog grpc;

  @BeforeEach
  void start() throws IOException {
    grpc = new GrpcLog(log);
  }

  @AfterEach
  void stop() {
    tiles.close();
    grpc.close();
    sources.close();
  }

  private PollOutcome attempt(String url) {
    return attempt(url, Duration.ofSeconds(10));
  }

  private PollOutcome attempt(String url, Duration timeout) {
    try {
      var source = sources.of(PollUrl.parse(url), GrowingLog.ORIGIN);
      return new Attempt(log.verifierKey(), source, witness, timeout).run();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private String url(String kind) {
    return kind.equals("grpc") ? grpc.url() : tiles.url();
  }

  private void serve(GrowingLog other) {
    tiles.serve(other);
    grpc.serve(other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiles", "grpc"})
  void followsALogThatGrows(String kind) {
    for (long size : new long[] {200, 201, 255, 256, 257, 512, 70_000}) {
      log.grow(size);
      assertEquals(new PollOutcome.Cosigned(log.head(size)), attempt(url(kind)));
      assertEquals(log.head(size), witness.known());
    }
  }

  @Test
  void startsWithAnEmptyLog() {
    GrowingLog empty = new GrowingLog("entry", 0);
    serve(empty);
    assertEquals(new PollOutcome.Cosigned(TreeHead.EMPTY), attempt(tiles.url()));
    empty.grow(3);
    assertEquals(new PollOutcome.Cosigned(empty.head(3)), attempt(tiles.url()));
  }

  @Test
  void cosignsAgainWhatHasNotGrown() {
    attempt(tiles.url());
    assertEquals(new PollOutcome.Cosigned(log.head(200)), attempt(tiles.url()));
    assertEquals(2, witness.requests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiles", "grpc"})
  void leavesAnOlderCheckpointAlone(String kind) {
    attempt(url(kind));
    serve(new GrowingLog("entry", 150));
    assertEquals(new PollOutcome.Behind(150, 200), attempt(url(kind)));
    assertEquals(log.head(200), witness.known());
    assertEquals(1, witness.requests());
  }

  @Test
  void goesAgainFromWhereOthersHaveGone() {
    attempt(tiles.url());
    log.grow(400);
    witness.beforeEachRequest(() -> push(300));
    assertEquals(new PollOutcome.Cosigned(log.head(400)), attempt(tiles.url()));
    assertEquals(log.head(400), witness.known());
    assertEquals(3, witness.requests(), "one, then one too old, then a good one");
  }

  @Test
  void givesUpWhenOthersAreAlwaysFaster() {
    log.grow(400);
    long[] next = {200};
    witness.beforeEachRequest(() -> push(next[0]++));
    PollOutcome.Failed failed = assertInstanceOf(PollOutcome.Failed.class, attempt(tiles.url()));
    assertEquals("the known head moves faster than it can be followed", failed.message());
  }

  /** Somebody sends a checkpoint, if it is new. */
  private void push(long size) {
    TreeHead known = witness.known();
    if (known.size() < size) {
      var proof =
          known.size() == 0 ? List.<Hash>of() : log.prover().consistency(known.size(), size);
      var _ = witness.decide(new AddCheckpointRequest(known.size(), proof, log.checkpoint(size)));
    }
  }

  @ParameterizedTest
  @CsvSource({"tiles, 200", "tiles, 257", "tiles, 70000", "grpc, 200", "grpc, 257"})
  void showsAForkWithBothNotes(String kind, long size) throws Exception {
    attempt(url(kind));
    SignedCheckpoint before = log.checkpoint(200);
    GrowingLog fork = new GrowingLog("other", size);
    serve(fork);
    ForkEvidence evidence =
        assertInstanceOf(PollOutcome.Forked.class, attempt(url(kind))).evidence();
    assertEquals(before.note(), evidence.knownNote().orElseThrow());
    assertEquals(fork.checkpoint(), evidence.shown());
    ProofVerifier.consistency(evidence.shownBefore(), evidence.shown().head(), evidence.proof());
    assertEquals(fork.head(200), evidence.shownBefore());
    assertTrue(evidence.toString().contains(before.toString()), evidence::toString);
    assertTrue(evidence.toString().contains(fork.checkpoint().toString()), evidence::toString);
    assertEquals(log.head(200), witness.known(), "nothing has changed");
    serve(log);
    assertEquals(new PollOutcome.Cosigned(log.head(200)), attempt(url(kind)), "goes on looking");
  }

  @Test
  void doesNotBlameTheLogForWrongTiles() {
    attempt(tiles.url());
    log.grow(300);
    tiles.answer("tile/0/000", 200, Map.of(), new byte[8192]);
    PollOutcome.Failed failed = assertInstanceOf(PollOutcome.Failed.class, attempt(tiles.url()));
    assertTrue(failed.message().startsWith("BAD_PROOF"), failed::message);
    assertEquals(log.head(200), witness.known());
  }

  @Test
  void sendsOnlyTheLogsOwnSignatures() {
    NoteSignature stranger = new NoteSignature("stranger", 7, new byte[2_420]);
    byte[] note = log.checkpoint().with(Collections.nCopies(20, stranger)).toBytes();
    tiles.answer("checkpoint", 200, Map.of(), note);
    assertEquals(new PollOutcome.Cosigned(log.head(200)), attempt(tiles.url()));
    assertEquals(1, witness.cosigned(log.verifierKey()).orElseThrow().signatures().size());
  }

  @Test
  void refusesWhatTheLogHasNotSigned() {
    byte[] note = log.checkpoint().toBytes();
    for (int at : new int[] {GrowingLog.ORIGIN.length() + 1, note.length - 10}) {
      byte[] damaged = note.clone();
      damaged[at] = (byte) (damaged[at] == '3' ? '4' : '3');
      tiles.answer("checkpoint", 200, Map.of(), damaged);
      assertRefused("does not verify");
    }
    tiles.answer("checkpoint", 200, Map.of(), "garbage".getBytes(StandardCharsets.UTF_8));
    assertRefused("checkpoint is refused");
    tiles.answer("checkpoint", 200, Map.of(), new byte[0]);
    assertRefused("checkpoint is refused");
    assertEquals(0, witness.requests());
  }

  private void assertRefused(String wanted) {
    PollOutcome.Failed failed = assertInstanceOf(PollOutcome.Failed.class, attempt(tiles.url()));
    assertTrue(failed.message().contains(wanted), failed::message);
    assertTrue(failed.message().indexOf('\n') < 0, failed::message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "grpc"})
  void survivesALogThatStops(String scheme) throws Exception {
    try (RawServer silent = new RawServer(out -> {})) {
      PollOutcome outcome =
          attempt(scheme + "://127.0.0.1:" + silent.port(), Duration.ofMillis(200));
      assertInstanceOf(PollOutcome.Failed.class, outcome);
    }
    String url = tiles.url();
    tiles.close();
    assertInstanceOf(PollOutcome.Failed.class, attempt(url));
  }
}
