package dev.cairn.faults.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.AppendOptions;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.Receipt;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClockTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Longer than a log waits before it signs at its leisure. */
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(3);

  private static final Pattern BEHIND = Pattern.compile("(?m)^clock .*nothing is signed for (.*)$");
  private static final Pattern RECEIVED = Pattern.compile("(?m)^received +(\\S+)$");
  private static final int APPENDS = 20;

  @TempDir Path temp;
  private FakeClock clock;
  private Path data;
  private VerifierKey key;
  private Ledger ledger;

  @BeforeEach
  void make() throws Exception {
    clock = FakeClock.in(temp);
    data = temp.resolve("log");
    key = Cli.init(data);
    ledger = new Ledger(temp.resolve("ledger"));
  }

  @AfterEach
  void nothingWasContradicted() throws Exception {
    ledger.close();
    assertEquals(List.of(), ledger.violations());
  }

  private ServerProcess start() throws Exception {
    return clock.rules(Launch.of(data).with("--http", "127.0.0.1:0")).start();
  }

  private void append(LogClient client, String name, AppendOptions options) throws LogException {
    for (int i = 0; i < APPENDS; i++) {
      ledger.note(client.append((name + i).getBytes(StandardCharsets.US_ASCII), options));
    }
  }

  @Test
  void nothingIsSignedWhileTheClockIsBehind() throws Exception {
    try (ServerProcess server = start();
        LogClient client = server.client(key, PATIENCE)) {
      append(client, "before", AppendOptions.SIGNED);
      recordEvent(server, "before");
      TreeHead head = signed(client, "last before").inclusion().checkpoint().head();
      assertFalse(BEHIND.matcher(server.page("/-/healthz")).find(), "the clock is right");

      clock.set("-1h");
      append(client, "meanwhile", AppendOptions.DURABLE);
      recordEvent(server, "meanwhile");
      String behind = assertHeld(server, head);

      clock.set("+0");
      Receipt.Signed after = signed(client, "after");
      assertTrue(after.inclusion().checkpoint().head().size() > head.size() + APPENDS);
      recordEvent(server, "after");
      assertFalse(BEHIND.matcher(server.page("/-/healthz")).find(), "the clock has come up");
      new Holder(key, ledger).check(server);
      assertReceivedInOrder(server, List.of("before", "meanwhile", "after"));
      assertEquals(0, server.terminate());
      Told.promised(
          "the clock goes back 1 h: nothing is signed, durable appends go on, heads follow later",
          "%d appends and an event durable; healthz: signs nothing for %s; then signed; event times in order"
              .formatted(APPENDS, behind));
    }
    assertEquals(0, Cli.fsck(data).exitCode());
  }

  @Test
  void aRestartDoesNotForgetTheTimeOfTheNewestHead() throws Exception {
    TreeHead head;
    try (ServerProcess server = start();
        LogClient client = server.client(key, PATIENCE)) {
      head = signed(client, "before").inclusion().checkpoint().head();
      clock.set("-1h");
      append(client, "meanwhile", AppendOptions.DURABLE);
      var _ = assertHeld(server, head);
      assertEquals(0, server.terminate());
    }
    String behind;
    try (ServerProcess server = start();
        LogClient client = server.client(key, PATIENCE)) {
      append(client, "restarted", AppendOptions.DURABLE);
      behind = assertHeld(server, head);
      clock.set("+0");
      append(client, "after", AppendOptions.SIGNED);
      new Holder(key, ledger).check(server);
      assertEquals(0, server.terminate());
    }
    Told.promised(
        "the same over a stop and a start while the clock is behind",
        "exit code 0; the next start signed nothing for %s, then went on".formatted(behind));
  }

  private Receipt.Signed signed(LogClient client, String entry) throws LogException {
    Receipt receipt =
        client.append(entry.getBytes(StandardCharsets.US_ASCII), AppendOptions.SIGNED);
    ledger.note(receipt);
    return assertInstanceOf(Receipt.Signed.class, receipt);
  }

  /** Nobody gets a head that is newer, also who waits for it; how long it says that it waits. */
  private String assertHeld(ServerProcess server, TreeHead head) throws Exception {
    try (LogClient client = server.client(key, LITTLE_PATIENCE)) {
      Receipt receipt =
          client.append("wanted".getBytes(StandardCharsets.US_ASCII), AppendOptions.SIGNED);
      ledger.note(receipt);
      assertInstanceOf(Receipt.Durable.class, receipt);
    } catch (LogException e) {
      // It was not answered in time, which promises nothing.
    }
    try (LogClient client = server.client(key, PATIENCE)) {
      assertEquals(head, client.checkpoint().head());
    }
    String health = server.page("/-/healthz");
    Matcher behind = BEHIND.matcher(health);
    assertTrue(behind.find(), health);
    return behind.group(1);
  }

  private List<String> at(ServerProcess server, String... command) {
    List<String> all = new ArrayList<>(List.of("events"));
    all.addAll(List.of(command));
    all.addAll(List.of("--log", server.address(), "--vkey", key.toString()));
    all.addAll(List.of("--state", temp.resolve("state").toString()));
    return all;
  }

  private void recordEvent(ServerProcess server, String id) {
    List<String> command = at(server, "record", "--ack", "durable", "--source", "/faults");
    command.addAll(List.of("--id", id, "--type", "com.example.fault", "--actor", "user:alice"));
    command.addAll(List.of("--action", "delete", "--target", "order:12"));
    Cli recorded = Cli.run(command.toArray(String[]::new));
    assertEquals(0, recorded.exitCode(), recorded.err());
  }

  private void assertReceivedInOrder(ServerProcess server, List<String> ids) {
    Instant last = Instant.EPOCH;
    for (String id : ids) {
      List<String> command = at(server, "get", "--source", "/faults", "--id", id);
      Cli got = Cli.run(command.toArray(String[]::new));
      assertEquals(0, got.exitCode(), got.err());
      Matcher received = RECEIVED.matcher(got.out());
      assertTrue(received.find(), got.out());
      Instant time = Instant.parse(received.group(1));
      assertFalse(time.isBefore(last), id + " was received at " + time + ", after " + last);
      last = time;
    }
  }
}
