package dev.cairn.faults.folders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.AppendOptions;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.HeadMemory;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.Receipt;
import dev.cairn.client.Trust;
import dev.cairn.client.UnreachableException;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Folders;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.NotStartedException;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.faults.WitnessProcess;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FoldersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Longer than a log waits before it signs at its leisure. */
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(3);

  @TempDir Path temp;
  private Path data;
  private VerifierKey key;
  private Ledger ledger;

  @BeforeEach
  void make() throws Exception {
    data = temp.resolve("log");
    key = Cli.init(data);
    ledger = new Ledger(temp.resolve("ledger"));
  }

  @AfterEach
  void nothingWasContradicted() throws Exception {
    ledger.close();
    assertEquals(List.of(), ledger.violations());
  }

  private void append(ServerProcess server, String name, int count) throws LogException {
    try (LogClient client = server.client(key, PATIENCE)) {
      for (int i = 0; i < count; i++) {
        ledger.note(client.append(bytes(name + i), AppendOptions.SIGNED));
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String refusal(Launch launch) {
    NotStartedException refused = assertThrows(NotStartedException.class, launch::start);
    assertEquals(2, refused.exitCode(), refused.getMessage());
    return String.valueOf(refused.getMessage());
  }

  @Test
  void aSecondServerOnAFolderIsRefused() throws Exception {
    try (ServerProcess server = Launch.of(data).start()) {
      append(server, "a", 3);
      String refusal = refusal(Launch.of(data));
      assertTrue(refusal.contains("in use by another process"), refusal);
      append(server, "b", 3);
      new Holder(key, ledger).check(server);
      assertEquals(0, server.terminate());
    }
    Told.promised("a second server on a folder is refused", "it was, and the first went on");
  }

  @Test
  void aStoreOfAnEarlierDayIsRefused() throws Exception {
    try (ServerProcess server = Launch.of(data).start()) {
      append(server, "a", 3);
      assertEquals(0, server.terminate());
    }
    Path earlier = temp.resolve("earlier");
    Folders.copy(data, earlier);
    try (ServerProcess server = Launch.of(data).start()) {
      append(server, "b", 3);
      assertEquals(0, server.terminate());
    }
    Path newest = temp.resolve("newest");
    Folders.copy(data, newest);
    for (String part : List.of("store", "journal")) {
      Path there = data.resolve(part);
      Folders.delete(there);
      Folders.copy(earlier.resolve(part), there);
    }
    String refusal = refusal(Launch.of(data));
    assertTrue(refusal.contains("it is an older copy"), refusal);
    try (ServerProcess server = Launch.of(newest).start()) {
      new Holder(key, ledger).check(server);
    }
    Told.promised("a store that was rolled back is not signed over", "refused: an older copy");
  }

  /**
   * A whole folder of an earlier day, whose own memory is of that day too: the witness remembers.
   */
  @Test
  void aCopyOfAnEarlierDaySignsNothingThatItsWitnessWouldNotExtend() throws Exception {
    try (WitnessProcess witness = WitnessProcess.start(temp.resolve("w"), "faults/w", key)) {
      Path policy = Files.writeString(temp.resolve("policy"), witness.policy(key));
      Path earlier = temp.resolve("earlier");
      try (ServerProcess server = witnessed(data, policy)) {
        append(server, "a", 3);
        appendWitnessed(server, policy, "a");
        assertEquals(0, server.terminate());
      }
      Folders.copy(data, earlier);
      try (ServerProcess server = witnessed(data, policy)) {
        append(server, "b", 3);
        appendWitnessed(server, policy, "b");
        String end = serveCopy(earlier, policy);
        append(server, "d", 3);
        new Holder(key, ledger).check(server);
        Told.promised(
            "a copy of an earlier day signs nothing once its witness knows more",
            "the copy " + end);
      }
    }
  }

  /** Nobody but the clients can notice that a copy is served, and they do. */
  @Test
  void aClientThatRemembersGoesNeitherBackNorAside() throws Exception {
    HeapMemory memory = new HeapMemory();
    Path earlier = temp.resolve("earlier");
    try (ServerProcess server = Launch.of(data).start()) {
      append(server, "a", 5);
      assertEquals(0, server.terminate());
    }
    Folders.copy(data, earlier);
    TreeHead remembered;
    try (ServerProcess server = Launch.of(data).start();
        LogClient client = remembering(server, memory)) {
      append(server, "b", 5);
      remembered = client.checkpoint().head();
      assertEquals(10, remembered.size());
    }
    try (ServerProcess copy = Launch.of(earlier).start();
        LogClient client = remembering(copy, memory);
        LogClient other = copy.client(key, PATIENCE)) {
      assertNotBack(client, remembered);
      for (int i = 0; i < 10; i++) {
        var _ = other.append(bytes("aside" + i), AppendOptions.SIGNED);
      }
      CheckFailedException fork = assertThrows(CheckFailedException.class, client::checkpoint);
      assertTrue(fork.evidence().isPresent(), "both heads are kept");
      assertEquals(remembered, client.remembered().orElseThrow().head());
    }
    Told.promised(
        "a client that remembers a head takes no older one, and none of another history",
        "it refused both, and kept both heads of the fork");
  }

  private LogClient remembering(ServerProcess server, HeadMemory memory) {
    ClientConfig config =
        ClientConfig.of(new LogAddress(server.address(), ""), new Trust.Pinned(key));
    return LogClient.open(config.withMemory(memory).withDeadline(PATIENCE));
  }

  private static void assertNotBack(LogClient client, TreeHead remembered) throws LogException {
    try {
      assertTrue(client.checkpoint().head().size() >= remembered.size(), "it went back");
    } catch (CheckFailedException | UnreachableException e) {
      // It says that the log went back.
    }
  }

  private static ServerProcess witnessed(Path folder, Path policy) throws IOException {
    return Launch.of(folder).with("--policy", policy.toString()).start();
  }

  /** An entry more, and the quorum knows it. */
  private void appendWitnessed(ServerProcess server, Path policy, String entry) throws Exception {
    Trust trust = Trust.ByPolicy.of(WitnessPolicy.parse(Files.readAllBytes(policy)));
    try (LogClient client = server.client(trust, PATIENCE)) {
      Receipt receipt = client.append(bytes(entry), AppendOptions.WITNESSED);
      ledger.note(receipt);
      assertInstanceOf(Receipt.Witnessed.class, receipt);
    }
  }

  /** What became of a server on the copy; whatever it signs goes into the same ledger. */
  private String serveCopy(Path copy, Path policy) throws Exception {
    try (ServerProcess second = witnessed(copy, policy);
        LogClient client = second.client(key, LITTLE_PATIENCE)) {
      for (int i = 0; i < 3; i++) {
        ledger.note(client.append(bytes("of the copy " + i), AppendOptions.SIGNED));
      }
      return "has signed";
    } catch (NotStartedException e) {
      return "did not start";
    } catch (LogException e) {
      return "signed nothing: " + e.getMessage();
    }
  }
}
