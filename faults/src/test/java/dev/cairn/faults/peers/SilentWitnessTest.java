package dev.cairn.faults.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.AppendOptions;
import dev.cairn.client.LogClient;
import dev.cairn.client.Receipt;
import dev.cairn.client.Trust;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Launch;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.faults.WitnessProcess;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.WitnessPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SilentWitnessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path temp;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aWitnessThatIsStoppedHoldsUpOnlyThoseWhoAskForIt() throws Exception {
    Path data = temp.resolve("log");
    VerifierKey key = Cli.init(data);
    try (WitnessProcess witness = WitnessProcess.start(temp.resolve("w"), "faults/w", key)) {
      Path policy = Files.writeString(temp.resolve("policy"), witness.policy(key));
      Trust byPolicy = Trust.ByPolicy.of(WitnessPolicy.parse(Files.readAllBytes(policy)));
      try (ServerProcess server = Launch.of(data).with("--policy", policy.toString()).start();
          LogClient plain = server.client(key, PATIENCE);
          LogClient careful = server.client(byPolicy, PATIENCE)) {
        assertWitnessed(careful, "before");
        witness.signal("STOP");
        assertInstanceOf(Receipt.Signed.class, plain.append(bytes("signed"), AppendOptions.SIGNED));
        long start = System.nanoTime();
        Receipt late = careful.append(bytes("late"), AppendOptions.WITNESSED);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertInstanceOf(Receipt.Signed.class, late);
        witness.signal("CONT");
        assertWitnessed(careful, "after");
        assertEquals(0, server.terminate());
        Told.promised(
            "a stopped witness: durable and signed go on, witnessed gets the lower level in time",
            "the lower level after %,d ms; witnessed again once it ran".formatted(millis));
      }
    }
  }

  @Test
  void aWitnessThatDripsHoldsUpNobody() throws Exception {
    Path data = temp.resolve("log");
    VerifierKey key = Cli.init(data);
    String other = temp.resolve("d").toString();
    Cli init = Cli.run("witness", "init", "--data", other, "--name", "faults/d");
    assertEquals(0, init.exitCode(), init.err());
    try (WitnessProcess witness = WitnessProcess.start(temp.resolve("w"), "faults/w", key);
        DrippingPeer dripping = DrippingPeer.start()) {
      String policy =
          "log %s%n%switness d %s http://%s%ngroup any 1 w d%nquorum any%n"
              .formatted(key, witness.line(), init.out().strip(), dripping.address());
      Path file = Files.writeString(temp.resolve("policy"), policy);
      Trust byPolicy = Trust.ByPolicy.of(WitnessPolicy.parse(bytes(policy)));
      try (ServerProcess server = Launch.of(data).with("--policy", file.toString()).start();
          LogClient careful = server.client(byPolicy, PATIENCE)) {
        for (int i = 0; i < 5; i++) {
          assertWitnessed(careful, "entry " + i + "/");
        }
        assertTrue(dripping.connections() > 0, "it was asked");
        assertEquals(0, server.terminate());
        Told.promised(
            "a witness that answers a byte a second: the quorum without it goes on",
            "5 appends witnessed; it was asked %d times".formatted(dripping.connections()));
      }
    }
  }

  /** What it takes the log to notice that its witness is back may be longer than one append. */
  private static void assertWitnessed(LogClient client, String name) throws Exception {
    for (int i = 0; i < 10; i++) {
      if (client.append(bytes(name + i), AppendOptions.WITNESSED) instanceof Receipt.Witnessed) {
        return;
      }
    }
    throw new AssertionError("never witnessed " + name);
  }
}
