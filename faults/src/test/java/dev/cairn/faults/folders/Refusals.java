package dev.cairn.faults.folders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.client.AppendOptions;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.NotStartedException;
import dev.cairn.faults.ServerProcess;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What is done to logs that may sign, or may not. */
final class Refusals {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private Refusals() {}

  /** Appends, and notes what was promised. */
  static void append(ServerProcess server, VerifierKey key, Ledger ledger, String name, int count)
      throws LogException {
    try (LogClient client = server.client(key, PATIENCE)) {
      for (int i = 0; i < count; i++) {
        ledger.note(client.append(bytes(name + i), AppendOptions.SIGNED));
      }
    }
  }

  /** Why a server does not start. */
  static String refusal(Launch launch) {
    NotStartedException refused = assertThrows(NotStartedException.class, launch::start);
    assertEquals(2, refused.exitCode(), refused.getMessage());
    return String.valueOf(refused.getMessage());
  }

  /** A server that takes no appends and shows the head that it has; how it refuses. */
  static String readOnly(Launch launch, VerifierKey key, Ledger ledger, TreeHead head)
      throws Exception {
    try (ServerProcess server = launch.start();
        LogClient client = server.client(key, PATIENCE)) {
      ledger.note(client.checkpoint().head());
      LogException refused =
          assertThrows(
              UnreachableException.class, () -> client.append(bytes("no"), AppendOptions.DURABLE));
      assertEquals(head, client.checkpoint().head());
      assertEquals(0, server.terminate());
      return String.valueOf(refused.getMessage());
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
