package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.log.v1.AckLevel;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.publish.HeadBoard;
import dev.cairn.server.witness.WitnessSettings;
import dev.cairn.server.witness.WitnessTiming;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.policy.WitnessPolicy;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that had no witnesses, and now has one that does not answer. */
final class WitnessedWebTest {
  // Longer than a request may take to arrive.
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  @TempDir Path temp;

  private Path folder;
  private SignedCheckpoint older;

  @BeforeEach
  void signTwoHeads() throws Exception {
    folder = WebLog.create(temp.resolve("log"), WebLog.ORIGIN);
    try (WebLog alone = new WebLog(LogSettings.DEFAULT, folder)) {
      alone.append(List.of(new byte[] {1}), AckLevel.ACK_LEVEL_SIGNED);
      older = alone.log().publisher().published();
      alone.append(List.of(new byte[] {2}), AckLevel.ACK_LEVEL_SIGNED);
    }
  }

  private static LogSettings witnessed() throws Exception {
    String key =
        SigningKey.generate("witness.example/w", KeyType.ED25519_COSIGNATURE)
            .verifierKey()
            .toString();
    WitnessPolicy policy =
        WitnessPolicy.parse(
            "witness w %s http://127.0.0.1:1/\nquorum w\n"
                .formatted(key)
                .getBytes(StandardCharsets.UTF_8));
    WitnessTiming usual = WitnessTiming.DEFAULT;
    WitnessTiming timing =
        new WitnessTiming(
            usual.minInterval(),
            usual.leisure(),
            usual.refresh(),
            usual.timeout(),
            PATIENCE,
            Duration.ZERO);
    return LogSettings.DEFAULT.withWitnesses(new WitnessSettings(policy, timing));
  }

  @Test
  void theCheckpointNeverGoesBack() throws Exception {
    try (WebLog web = new WebLog(witnessed(), folder)) {
      String before = web.text("/demo/checkpoint");
      assertTrue(before.startsWith(WebLog.ORIGIN + "\n2\n"), before);
      HeadBoard board = web.log().witnessed().orElseThrow().board();
      board.show(older); // the quorum comes for the head of size 1
      assertEquals(before, web.text("/demo/checkpoint"));
    }
  }

  @Test
  void whoWaitsForTheQuorumIsAnswered() throws Exception {
    try (WebLog web = new WebLog(witnessed(), folder)) {
      HttpResponse<byte[]> late = web.get("/demo/api/checkpoint?level=witnessed");
      assertEquals(503, late.statusCode());
      assertTrue(new String(late.body(), StandardCharsets.UTF_8).contains("QUORUM_LATE"));
    }
  }
}
