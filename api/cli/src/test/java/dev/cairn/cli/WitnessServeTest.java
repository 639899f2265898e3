package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Trust;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log without witnesses: a witness that comes to it, and files that neither can use. */
final class WitnessServeTest {
  private static final String ORIGIN = "example.com/log";

  @TempDir Path temp;
  private VerifierKey key;
  private Path data;

  @BeforeEach
  void create() throws Exception {
    data = temp.resolve("log");
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", ORIGIN);
    assertEquals(0, init.exitCode(), init.err());
    key = VerifierKey.parse(init.out().strip());
  }

  @Test
  void aWitnessPollsALogThatSendsNothing() throws Exception {
    try (ServerProcess server = ServerProcess.start(data);
        LogClient client =
            LogClient.open(
                ClientConfig.of(new LogAddress(server.address(), ""), new Trust.Pinned(key)))) {
      client.append("polled".getBytes(StandardCharsets.UTF_8));
      Path folder = temp.resolve("poller");
      WitnessProcess.init(folder, "example.org/poller");
      Path config = temp.resolve("witness.toml");
      Files.writeString(
          config,
          """
          allow_private_addresses = true
          [[logs]]
          vkey = "%s"
          url = "grpc://%s"
          interval_seconds = 1
          """
              .formatted(key, server.address()));
      try (WitnessProcess poller = WitnessProcess.start(folder, "--config", config.toString())) {
        awaitSize(poller, 1);
        client.append("and polled again".getBytes(StandardCharsets.UTF_8));
        awaitSize(poller, 2);
      }
    }
  }

  private static void awaitSize(WitnessProcess witness, long size) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (size(witness) != size) {
      assertTrue(System.nanoTime() < end, "in time");
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static long size(WitnessProcess witness) {
    Cli status = Cli.run("witness", "status", "--grpc", witness.grpcAddress());
    assertEquals(0, status.exitCode(), status.err());
    String line =
        status.out().lines().filter(each -> each.contains(ORIGIN + " ")).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll(".*size ([0-9]+).*", "$1"));
  }

  @Test
  void aPolicyWithAnErrorSaysWhereItIs() throws Exception {
    Path policy = Files.writeString(temp.resolve("policy"), "log " + key + "\nwitness w\n");
    Cli serve = Cli.run("serve", "--data", data.toString(), "--policy", policy.toString());
    assertEquals(2, serve.exitCode());
    assertTrue(serve.err().contains(policy + ": line 2: "), serve.err());
    Path config = Files.writeString(temp.resolve("w.toml"), "http = \"nowhere\"\n");
    Path folder = temp.resolve("witness");
    WitnessProcess.init(folder, "example.org/witness");
    Cli witness =
        Cli.run("witness", "serve", "--data", folder.toString(), "--config", config.toString());
    assertEquals(2, witness.exitCode());
    assertTrue(witness.err().contains(config + ", line 1: "), witness.err());
  }
}
