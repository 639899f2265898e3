package dev.cairn.recorder;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/**
 * A service that records until it is killed. It says {@code offered N}, {@code spooled N} and
 * {@code logged N INDEX}, each once it is so.
 */
final class RecordingMain {
  private static final int AHEAD = 200;

  private RecordingMain() {}

  /**
   * Records.
   *
   * @param arguments the log's address and vkey, the folder, the seed of the producer's key, and
   *     the number of the first event
   */
  public static void main(String[] arguments) throws Exception {
    AuditClientConfig config =
        AuditClientConfig.of(
                RealLog.config(arguments[0], VerifierKey.parse(arguments[1])),
                Path.of(arguments[2]))
            .withKey(key(arguments[3]));
    try (AuditClient client = AuditClient.open(config)) {
      long number = Long.parseLong(arguments[4]);
      while (true) {
        spool(client, number);
        CompletableFuture<Void> logged = record(client, number + 1);
        number += 2;
        if (number % AHEAD < 2) {
          logged.join(); // or the outbox would only grow
        }
      }
    }
  }

  private static CompletableFuture<Void> record(AuditClient client, long number) {
    say("offered " + number);
    return client
        .record(event(number))
        .thenAccept(receipt -> say("logged " + number + " " + receipt.index()));
  }

  private static void spool(AuditClient client, long number) {
    say("offered " + number);
    CompletableFuture<Void> _ =
        client.spool(event(number)).thenAccept(_ -> say("spooled " + number));
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }

  static SigningKey key(String seed) {
    return SigningKey.ofSeed("orders-1", KeyType.ED25519, HexFormat.of().parseHex(seed));
  }

  static AuditEvent event(long number) {
    return AuditEvents.event("/orders", "com.example.order.deleted", "delete")
        .id("e" + number)
        .at(java.time.Instant.ofEpochSecond(1_800_000_000L + number))
        .by("user", "alice")
        .on("order", Long.toString(number))
        .succeeded();
  }
}
