package dev.cairn.faults.folders;

import static dev.cairn.faults.folders.Refusals.PATIENCE;
import static dev.cairn.faults.folders.Refusals.append;
import static dev.cairn.faults.folders.Refusals.readOnly;
import static dev.cairn.faults.folders.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Trust;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.NotStartedException;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.faults.WitnessProcess;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.LostHead;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that comes from a backup of an earlier day; after that day five heads more were signed. */
final class RestoredTest {
  private static final int BACKED_UP = 5;
  private static final int SIGNED = 10;

  private static final Pattern NAMED_BY_WITNESS =
      Pattern.compile("must not sign: witness w: it has a checkpoint of size (\\d+)");

  @TempDir Path temp;
  private Path data;
  private Path headFile;
  private Path restored;
  private VerifierKey key;
  private Ledger ledger;

  /** Remembers the newest head of the log as it was. */
  private final HeapMemory memory = new HeapMemory();

  private TreeHead backedUp = TreeHead.EMPTY;
  private TreeHead newest = TreeHead.EMPTY;

  @BeforeEach
  void make() throws Exception {
    data = temp.resolve("log");
    headFile = temp.resolve("log.head");
    restored = temp.resolve("restored");
    key = Cli.init(data, "--head-file", headFile.toString());
    ledger = new Ledger(temp.resolve("ledger"));
  }

  @AfterEach
  void nothingWasContradicted() throws Exception {
    ledger.close();
    assertEquals(List.of(), ledger.violations());
  }

  private Launch withHeadFile(Path folder) {
    return Launch.of(folder).with("--head-file", headFile.toString());
  }

  /** A backup of the running log, more of it, an export of that, and a restore of the backup. */
  private void backUpAndGoOn(Launch launch) throws Exception {
    String backup = temp.resolve("backup").toString();
    try (ServerProcess server = launch.start();
        LogClient client = remembering(server)) {
      append(server, key, ledger, "a", BACKED_UP);
      backedUp = client.checkpoint().head();
      var _ = Cli.done("backup", "--data", data.toString(), "--to", backup);
      append(server, key, ledger, "b", SIGNED - BACKED_UP);
      newest = client.checkpoint().head();
      new Holder(key, ledger).check(server);
      assertEquals(0, server.terminate());
    }
    assertEquals(SIGNED, newest.size());
    var _ =
        Cli.done("export", "--signed", "--data", data.toString(), "--tiles", exported().toString());
    String keyFile = data.resolve("key").toString();
    var _ = Cli.done("restore", "--from", backup, "--data", restored.toString(), "--key", keyFile);
  }

  private Path exported() {
    return temp.resolve("tiles");
  }

  private LogClient remembering(ServerProcess server) {
    ClientConfig config =
        ClientConfig.of(new LogAddress(server.address(), ""), new Trust.Pinned(key));
    return LogClient.open(config.withMemory(memory).withDeadline(PATIENCE));
  }

  @Test
  void aRestoredLogSignsOnlyOnceItHasAllThatItsHeadFileRemembers() throws Exception {
    backUpAndGoOn(withHeadFile(data));
    String alone = readOnly(Launch.of(restored), key, ledger, backedUp);
    assertTrue(alone.contains("it was restored, and nobody is there who remembers"), alone);
    String refusal = refusal(withHeadFile(restored));
    assertTrue(refusal.contains("in its head file a checkpoint of " + SIGNED), refusal);
    catchUp();
    String still = readOnly(Launch.of(restored), key, ledger, newest);
    assertTrue(still.contains("it was restored"), still);
    goesOn(withHeadFile(restored));
    Told.promised(
        "a restored log signs nothing until it has all that its head file remembers",
        "without it read-only; with it refused; caught up, it signs, %d heads of one history"
            .formatted(ledger.heads().size()));
  }

  @Test
  void aRestoredLogSignsOnlyOnceItHasAllThatItsWitnessesRemember() throws Exception {
    try (WitnessProcess witness = WitnessProcess.start(temp.resolve("w"), "faults/w", key)) {
      Path policy = Files.writeString(temp.resolve("policy"), witness.policy(key));
      backUpAndGoOn(withHeadFile(data).with("--policy", policy.toString()));
      Launch witnessed = Launch.of(restored).with("--policy", policy.toString());
      String end = startTooEarly(witnessed);
      catchUp();
      goesOn(witnessed);
      Told.promised(
          "a restored log signs nothing until it has all that its witnesses remember",
          "%s; caught up, it signs, %d heads of one history".formatted(end, ledger.heads().size()));
    }
  }

  /** It ends as soon as a witness has answered, before or after it is ready. */
  private static String startTooEarly(Launch launch) throws Exception {
    try (ServerProcess server = launch.start()) {
      assertEquals(Optional.of(2), server.awaitEnd(PATIENCE), server.lastWords());
    } catch (NotStartedException e) {
      assertEquals(2, e.exitCode(), e.getMessage());
    }
    String words = ServerProcess.lastWords(launch.errors());
    Matcher named = NAMED_BY_WITNESS.matcher(words);
    assertTrue(named.find(), words);
    // The witness may not have been sent the last heads before the log ended.
    int size = Integer.parseInt(named.group(1));
    assertTrue(size > BACKED_UP && size <= SIGNED, words);
    return "it leaves once the witness has named its head of " + size;
  }

  private void catchUp() {
    String from = exported().toString();
    var _ = Cli.done("catch-up", "--data", restored.toString(), "--from", from);
  }

  private void goesOn(Launch launch) throws Exception {
    try (ServerProcess server = launch.start();
        LogClient client = remembering(server)) {
      append(server, key, ledger, "c", 3);
      assertEquals(SIGNED + 3, client.checkpoint().head().size());
      new Holder(key, ledger).check(server);
      assertEquals(0, server.terminate());
    }
    Cli fsck = Cli.fsck(restored);
    assertEquals(0, fsck.exitCode(), fsck.out());
  }

  @Test
  void aDeclaredLossIsTheFirstThingThatIsSigned() throws Exception {
    backUpAndGoOn(withHeadFile(data));
    var _ =
        Cli.done(
            "declare-loss",
            "--data",
            restored.toString(),
            "--head-file",
            headFile.toString(),
            "--reason",
            "the volume burnt",
            "--yes");
    try (Ledger kept = keptPart();
        ServerProcess server = withHeadFile(restored).start()) {
      append(server, key, kept, "other", 1);
      LossStatement statement;
      try (LogClient stranger = server.client(key, PATIENCE)) {
        statement = LossStatement.open(stranger.get(BACKED_UP).data(), key);
      }
      assertEquals(backedUp, statement.kept());
      assertEquals(List.of(newest), statement.lost().stream().map(LostHead::head).toList());
      assertRefused(server); // a smaller log than it remembers
      append(server, key, kept, "more", SIGNED);
      assertRefused(server); // another one
      new Holder(key, kept).check(server);
      assertEquals(0, server.terminate());
      assertEquals(List.of(), kept.violations());
    }
    assertEquals(0, Cli.fsck(restored).exitCode());
    Told.promised(
        "after a declared loss the log signs; who remembers a lost head refuses it",
        "entry %d is the statement and names the head of %d; the client refused twice"
            .formatted(BACKED_UP, SIGNED));
  }

  /** What was signed up to the kept head: the log has to hold that on. */
  private Ledger keptPart() throws Exception {
    Ledger kept = new Ledger(temp.resolve("kept"));
    ledger.heads().entrySet().stream()
        .filter(head -> head.getKey() <= BACKED_UP)
        .forEach(head -> kept.note(new TreeHead(head.getKey(), head.getValue().hash())));
    return kept;
  }

  private void assertRefused(ServerProcess server) throws Exception {
    try (LogClient client = remembering(server)) {
      assertThrows(CheckFailedException.class, client::checkpoint);
      assertEquals(newest, client.remembered().orElseThrow().head());
    }
  }
}
