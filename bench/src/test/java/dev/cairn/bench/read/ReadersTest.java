package dev.cairn.bench.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.net.HostAndPort;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.load.Tally;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.Workspace;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.Trust;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersTest {
  private static final Payload PAYLOAD = new Payload(1, 100, AckLevel.ACK_LEVEL_DURABLE);
  private static final Duration TIME = Duration.ofSeconds(2);

  /** Appends nothing: what is read is there before. */
  private static final Load NOTHING =
      (time, _) -> {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        return Tally.NONE;
      };

  @TempDir Path folder;
  private final Ledger ledger = new Ledger();
  private Workspace workspace;
  private CairnServer.Served log;

  @BeforeEach
  void appendOne() throws IOException, LogException {
    workspace = Workspace.in(folder);
    log = CairnServer.start(workspace);
    LogAddress address = new LogAddress(server().toString(), "");
    try (LogClient client = LogClient.open(ClientConfig.of(address, new Trust.Pinned(log.key())))) {
      var _ = client.append(PAYLOAD.entry(0, 7));
    }
  }

  @AfterEach
  void end() {
    workspace.close();
  }

  private HostAndPort server() {
    return log.server().address();
  }

  private Readers read(VerifierKey key) throws InterruptedException {
    try (Readers readers = Readers.of(server(), key, 2, PAYLOAD, ledger)) {
      var _ = readers.beside(NOTHING).run(TIME, Latency.nanos());
      return readers;
    }
  }

  @Test
  void whatWasWrittenIsVerified() throws InterruptedException {
    ledger.note(0, 0, 7);

    Readers readers = read(log.key());

    assertEquals("", readers.problem());
    assertTrue(readers.verified() > 0);
    assertEquals(0, readers.mismatches());
  }

  @Test
  void anotherEntryThanWasWrittenIsFound() throws InterruptedException {
    ledger.note(0, 0, 8);

    Readers readers = read(log.key());

    assertEquals("entry 0 is not what was appended there", readers.problem());
    assertTrue(readers.mismatches() > 0);
    assertEquals(0, readers.verified());
  }

  @Test
  void anotherKeyVerifiesNothing() throws InterruptedException {
    ledger.note(0, 0, 7);

    Readers readers = read(SigningKey.generate(log.key().name(), KeyType.ED25519).verifierKey());

    assertTrue(readers.mismatches() > 0, readers.problem());
    assertEquals(0, readers.verified());
  }

  @Test
  void aLedgerIsAnEvenSample() {
    Ledger large = new Ledger();
    for (int i = 0; i < 300_000; i++) {
      large.note(i, 0, i);
    }

    long early = 0;
    for (int i = 0; i < 1_000; i++) {
      early += large.any().orElseThrow().index() < 150_000 ? 1 : 0;
    }

    assertTrue(early > 400 && early < 600, early + " of 1,000 were in the first half");
  }
}
