package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.io.BufferedReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code cairn mirror} as a process: killed again and again, and following. */
@Timeout(120)
final class MirrorCrashTest {
  private static final int KILLS = 6;
  private static final long SEED = 4_711;

  @TempDir Path temp;
  private StoppedLog log;

  @BeforeEach
  void init() throws Exception {
    log = new StoppedLog(temp.resolve("log"));
  }

  /**
   * SIGKILL when some file was asked for. The folder always has a checkpoint all of whose files are
   * there.
   */
  @Test
  void everyKillLeavesAWholeLog() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    long stored = 0;
    int kills = 0;
    log.grow(5_000);
    for (int cycle = 0; cycle < KILLS; cycle++) {
      int before = log.entries().size();
      log.grow(before + random.nextInt(1, 5_000));
      export();
      try (StaticServer server = new StaticServer(served())) {
        // Checkpoint, edge, and two files for each bundle that is new.
        int files = 2 * ((log.entries().size() - (int) stored) / 256) + 4;
        var reached = server.afterRequests(random.nextInt(1, files));
        Process mirror = start(server.url());
        CompletableFuture.anyOf(reached, mirror.onExit()).get(60, TimeUnit.SECONDS);
        kills += mirror.isAlive() ? 1 : 0;
        mirror.destroyForcibly().waitFor();
      }
      long size = check();
      assertTrue(size >= stored, "seed " + SEED + ": back from " + stored + " to " + size);
      stored = size;
    }
    try (StaticServer server = new StaticServer(served())) {
      Process mirror = start(server.url());
      assertEquals(0, mirror.waitFor());
    }
    assertEquals(log.entries().size(), check());
    assertTrue(kills > 0, "none was killed while it copied");
  }

  @Test
  void followsUntilToldToEnd() throws Exception {
    log.grow(300);
    export();
    int port;
    Process mirror;
    try (StaticServer server = new StaticServer(served())) {
      port = server.port();
      mirror = start(server.url(), "--follow", "--interval", "1s");
      BufferedReader out = mirror.inputReader();
      assertTrue(String.valueOf(out.readLine()).contains("size 300,"));
    }
    log.grow(600);
    export();
    try (StaticServer _ = new StaticServer(served(), port)) { // the log was started again
      assertTrue(String.valueOf(mirror.inputReader().readLine()).contains("size 600,"));
      mirror.destroy();
      assertTrue(mirror.waitFor(20, TimeUnit.SECONDS));
      assertEquals(0, mirror.exitValue());
    } finally {
      mirror.destroyForcibly();
    }
    assertEquals(600, check());
  }

  @Test
  void endsAtAContradiction() throws Exception {
    log.grow(300);
    export();
    byte[] older = Files.readAllBytes(served().resolve("checkpoint"));
    log.grow(600);
    export();
    try (StaticServer server = new StaticServer(served())) {
      Process mirror = start(server.url(), "--follow", "--interval", "1s");
      assertTrue(String.valueOf(mirror.inputReader().readLine()).contains("size 600,"));
      Files.write(served().resolve("checkpoint"), older);
      assertTrue(mirror.waitFor(20, TimeUnit.SECONDS));
      assertEquals(1, mirror.exitValue());
    }
    assertEquals(600, check());
  }

  private void export() {
    Cli export = Cli.run("export", "--data", log.data().toString(), "--tiles", served().toString());
    assertEquals(0, export.exitCode(), export.err());
  }

  private Process start(String url, String... more) throws Exception {
    List<String> command = new ArrayList<>(ServerProcess.java("mirror", "--from", url));
    command.addAll(List.of("--to", copy().toString(), "--vkey", log.key().toString()));
    command.addAll(List.of("--state", temp.resolve("state").toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectError(Redirect.appendTo(temp.resolve("errors").toFile()))
        .start();
  }

  /** Holds the folder against the oracle at its own checkpoint; returns its size, or 0. */
  private long check() throws Exception {
    Path checkpoint = copy().resolve("checkpoint");
    if (!Files.exists(checkpoint)) {
      return 0;
    }
    SignedCheckpoint head = SignedCheckpoint.open(Files.readAllBytes(checkpoint), log.key());
    long size = head.head().size();
    new TilesOracle(log.entries().subList(0, (int) size)).assertWithin(copy());
    return size;
  }

  private Path served() {
    return temp.resolve("served");
  }

  private Path copy() {
    return temp.resolve("copy");
  }
}
