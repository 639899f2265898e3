package dev.cairn.witness.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.Witness;
import dev.cairn.witness.config.ConfigWatch;
import dev.cairn.witness.config.WitnessConfig;
import dev.cairn.witness.folder.WitnessFolder;
import dev.cairn.witness.node.WitnessSettings;
import dev.cairn.witness.poll.PollOutcome;
import dev.cairn.witness.poll.PollSettings;
import dev.cairn.witness.poll.PollStatus;
import dev.cairn.witness.source.GrowingLog;
import dev.cairn.witness.source.TilesServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real witness with its store, which follows a log over real sockets. */
@Timeout(60)
class LogFollowerTest {
  private static final Duration OFTEN = Duration.ofMillis(10);

  @TempDir Path temporary;

  private final GrowingLog log = new GrowingLog("entry", 300);
  private final TilesServer server = new TilesServer(log);
  private final VerifierKey listed =
      SigningKey.generate("log.example/listed", KeyType.ED25519).verifierKey();
  private Path file;
  private WitnessFolder folder;
  private Witness witness;

  @BeforeEach
  void start() throws Exception {
    file = temporary.resolve("witness.toml");
    Path data = temporary.resolve("data");
    SigningKey key = SigningKey.generate("witness.example", KeyType.ED25519_COSIGNATURE);
    WitnessFolder.create(data, List.of(key), new char[0]);
    folder = WitnessFolder.open(data);
    witness = folder.openWitness(new char[0], InstantSource.system());
  }

  @AfterEach
  void stop() {
    witness.close();
    folder.close();
    server.close();
  }

  private String polled() {
    return "[[logs]]\nvkey = \"%s\"\nurl = \"%s\"\ninterval_seconds = 1\n"
        .formatted(log.verifierKey(), server.url());
  }

  /** As an editor does it, so that no half of a file is ever seen. */
  private void write(Path path, String text) throws IOException {
    Path next = Files.writeString(temporary.resolve("next"), text);
    Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < giveUp, "did not happen in time");
      Thread.sleep(5);
    }
  }

  private static boolean last(LogFollower follower, Class<? extends PollOutcome> wanted) {
    List<PollStatus> statuses = follower.statuses();
    return !statuses.isEmpty() && statuses.getFirst().last().filter(wanted::isInstance).isPresent();
  }

  @Test
  void cosignsWhatItPollsAndShowsAForkWithItsOwnNote() throws Exception {
    write(file, "allow_private_addresses = true\n" + polled());
    try (ConfigWatch watch = ConfigWatch.open(file);
        LogFollower follower = LogFollower.start(witness, watch, OFTEN)) {
      await(() -> witness.known(GrowingLog.ORIGIN).equals(log.head(300)));
      log.grow(1_000);
      await(() -> witness.known(GrowingLog.ORIGIN).equals(log.head(1_000)));
      server.serve(new GrowingLog("other", 2_000));
      await(() -> last(follower, PollOutcome.Forked.class));
      PollOutcome.Forked fork =
          assertInstanceOf(
              PollOutcome.Forked.class, follower.statuses().getFirst().last().orElseThrow());
      VerifierKey own = witness.keys().getFirst();
      assertTrue(
          fork.evidence().knownNote().orElseThrow().signatures().stream()
              .anyMatch(line -> line.claims(own)));
      assertEquals(log.head(1_000), witness.known(GrowingLog.ORIGIN));
      assertEquals(1, follower.counts().forked());
    }
  }

  @Test
  void addsWhatIsAddedWhileItRuns() throws Exception {
    write(file, "allow_private_addresses = true\n");
    try (ConfigWatch watch = ConfigWatch.open(file);
        LogFollower follower = LogFollower.start(witness, watch, OFTEN)) {
      assertEquals(0, witness.logCount());
      write(temporary.resolve("list"), "logs/v0\nvkey " + listed + "\nqpd 1\ncontact x\n");
      write(file, "allow_private_addresses = true\nlog_lists = [\"list\"]\n" + polled());
      await(() -> witness.known(GrowingLog.ORIGIN).equals(log.head(300)));
      assertEquals(listed, witness.log(listed.name()).orElseThrow());
      write(file, "log_lists = [\"list\"\n");
      write(temporary.resolve("list"), "logs/v0\n");
      await(() -> watch.current().lists().values().stream().allMatch(l -> l.logs().isEmpty()));
      log.grow(400);
      await(() -> witness.known(GrowingLog.ORIGIN).equals(log.head(400)));
      assertEquals(2, witness.logCount(), "nothing is ever removed");
      assertEquals(1, follower.statuses().size());
    }
  }

  @Test
  void pollsNoPrivateAddressUnlessAllowed() throws Exception {
    write(file, polled());
    try (ConfigWatch watch = ConfigWatch.open(file);
        LogFollower follower = LogFollower.start(witness, watch, OFTEN)) {
      await(() -> last(follower, PollOutcome.Failed.class));
      assertTrue(follower.statuses().toString().contains("may not be polled"));
      assertEquals(List.of(), server.requested());
    }
  }

  @Test
  void pollsNoLogThatIsTrustedUnderAnotherKey() throws Exception {
    var _ =
        witness.addLogs(
            List.of(SigningKey.generate(GrowingLog.ORIGIN, KeyType.ED25519).verifierKey()));
    write(file, "allow_private_addresses = true\n" + polled());
    try (ConfigWatch watch = ConfigWatch.open(file);
        LogFollower follower = LogFollower.start(witness, watch, OFTEN)) {
      assertEquals(List.of(), follower.statuses());
    }
  }

  @Test
  void anEmptyFileMeansThePartsOwnDefaults() {
    assertEquals(WitnessSettings.DEFAULT, ConfiguredSettings.of(WitnessConfig.DEFAULT));
    assertEquals(PollSettings.DEFAULT, ConfiguredSettings.poll(WitnessConfig.DEFAULT));
  }
}
