package dev.cairn.faults.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.AppendOptions;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.RefusedException;
import dev.cairn.client.UnreachableException;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.NotStartedException;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.tree.note.VerifierKey;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FullDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long DISK_BYTES = 64 << 20;

  /** More than the reserve of 8 MiB. */
  private static final long LEFT_BYTES = 12 << 20;

  private static final int ENTRY_BYTES = 20_000;
  private static final int MAX_APPENDS = 2_000;

  @TempDir Path temp;

  private Mount mount(String kind) throws Exception {
    Path folder = temp.resolve(kind);
    return kind.equals("tmpfs")
        ? Mount.tmpfs(folder, DISK_BYTES)
        : Mount.ext4(folder, temp.resolve("ext4.img"), DISK_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmpfs", "ext4"})
  void aLogOnAFullDiskIsReadAndGoesOnWhenThereIsRoom(String kind) throws Exception {
    try (Mount mount = mount(kind);
        Ledger ledger = new Ledger(temp.resolve("ledger-" + kind))) {
      Path data = mount.folder().resolve("log");
      VerifierKey key = Cli.init(data);
      Launch launch = Launch.of(data);
      launch =
          new Launch(
              launch.prefix(), launch.environment(), launch.arguments(), temp.resolve("errors"));
      try (ServerProcess server = launch.start();
          LogClient client = server.client(key, PATIENCE)) {
        Path ballast = mount.fillBut(LEFT_BYTES);
        int accepted = appendUntilFull(client, ledger);
        assertTrue(accepted > 0, "there was room beyond the reserve");
        Holder holder = new Holder(key, ledger);
        holder.check(server);
        Files.delete(ballast);
        appendAgain(client, ledger);
        holder.check(server);
        assertEquals(0, server.terminate());
        assertEquals(0, Cli.fsck(data).exitCode());
        Told.promised(
            "a full disk: RESOURCE_EXHAUSTED, reads go on, appends go on when there is room",
            "%s: %d appends of %,d bytes, then refused; read; went on; sound"
                .formatted(kind, accepted, ENTRY_BYTES));
      }
    }
  }

  private static int appendUntilFull(LogClient client, Ledger ledger) throws LogException {
    for (int i = 0; i < MAX_APPENDS; i++) {
      try {
        ledger.note(client.append(entry(i), AppendOptions.SIGNED));
      } catch (RefusedException e) {
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.code(), e.getMessage());
        assertEquals("STORE_FULL", e.reason());
        assertTrue(e.retryDelay().isPresent(), "it says when to come again");
        return i;
      }
    }
    throw new AssertionError("the disk is never full");
  }

  /** Somebody who comes again when he was told to. */
  private static void appendAgain(LogClient client, Ledger ledger) throws Exception {
    for (int i = 0; ; i++) {
      try {
        ledger.note(client.append(entry(MAX_APPENDS), AppendOptions.SIGNED));
        return;
      } catch (RefusedException | UnreachableException e) {
        assertTrue(i < 100, "appends do not go on: " + e);
        Thread.sleep(100);
      }
    }
  }

  private static byte[] entry(int number) {
    byte[] entry = new byte[ENTRY_BYTES];
    new Random(number).nextBytes(entry);
    return entry;
  }

  @Test
  void aLogOnAReadOnlyDiskIsReadOnlyOrRefusedInALine() throws Exception {
    try (Mount mount = Mount.tmpfs(temp.resolve("tmpfs"), DISK_BYTES);
        Ledger ledger = new Ledger(temp.resolve("ledger"))) {
      Path data = mount.folder().resolve("log");
      VerifierKey key = Cli.init(data);
      Launch launch = Launch.of(data);
      launch =
          new Launch(
              launch.prefix(), launch.environment(), launch.arguments(), temp.resolve("errors"));
      try (ServerProcess server = launch.start();
          LogClient client = server.client(key, PATIENCE)) {
        ledger.note(client.append(entry(0), AppendOptions.SIGNED));
        assertEquals(0, server.terminate());
      }
      mount.remountReadOnly();
      String seen;
      try (ServerProcess server = launch.start()) {
        new Holder(key, ledger).check(server);
        seen = "serves read-only";
        assertEquals(0, server.terminate());
      } catch (NotStartedException e) {
        assertTrue(e.exitCode() >= 1 && e.exitCode() <= 4, e.getMessage());
        seen =
            "refused with "
                + String.valueOf(e.getMessage()).lines().reduce((_, last) -> last).orElse("");
      }
      Told.promised("a read-only disk: read-only, or refused in a line", seen);
    }
  }
}
