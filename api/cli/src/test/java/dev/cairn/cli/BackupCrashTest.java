package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.Ack;
import dev.cairn.client.AppendOptions;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.Trust;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code cairn backup} of a log that is served and written to, killed again and again. Whatever the
 * backup says that it has, it has; the server is not harmed.
 */
@Timeout(600)
final class BackupCrashTest {
  private static final int KILLS = 5;
  private static final int BATCH = 200;
  private static final long SEED = 4_711;

  @TempDir Path temp;
  private final AtomicLong signed = new AtomicLong();

  @Test
  void everyKillLeavesAWholeBackup() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    Path data = temp.resolve("log");
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", "example.com/log");
    VerifierKey key = VerifierKey.parse(init.out().strip());
    AtomicBoolean enough = new AtomicBoolean();
    int kills = 0;
    long stored = 0;
    try (ServerProcess server = ServerProcess.start(data);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> writer = threads.submit(() -> write(server, key, enough));
      for (int cycle = 0; cycle < KILLS; cycle++) {
        long wanted = signed.get() + random.nextInt(5_000);
        awaitSigned(wanted, writer);
        kills += killWhenFilesAre(random.nextInt(1, 40)) ? 1 : 0;
        long size = check();
        assertTrue(size >= stored, "back from " + stored + " to " + size);
        stored = size;
      }
      long before = signed.get();
      assertEquals(0, start().waitFor());
      stored = check();
      assertTrue(stored >= before, "what was signed before is in it: " + stored);
      enough.set(true);
      writer.get();
      assertEquals(0, server.terminate());
    }
    assertTrue(kills > 0, "none was killed while it wrote");
    Cli fsck = Cli.run("fsck", "--data", data.toString());
    assertEquals(0, fsck.exitCode(), fsck.out());
    restore(data, stored);
  }

  private void restore(Path data, long size) {
    Path restored = temp.resolve("restored");
    Cli restore =
        Cli.run(
            "restore",
            "--from",
            backup().toString(),
            "--data",
            restored.toString(),
            "--key",
            data.resolve("key").toString());
    assertEquals(0, restore.exitCode(), restore.err());
    Cli fsck = Cli.run("fsck", "--data", restored.toString(), "--json");
    assertEquals(0, fsck.exitCode(), fsck.out());
    JsonNode report = JsonMapper.builder().build().readTree(fsck.out());
    assertEquals(size, report.get("entries").longValue());
    assertEquals((size + BATCH - 1) / BATCH, report.get("keys").longValue());
  }

  private void write(ServerProcess server, VerifierKey key, AtomicBoolean enough) {
    ClientConfig config =
        ClientConfig.of(new LogAddress(server.address(), ""), new Trust.Pinned(key));
    try (LogClient client = LogClient.open(config)) {
      for (int batch = 0; !enough.get(); batch++) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
          entries.add("entry %d/%d".formatted(batch, i).getBytes(UTF_8));
        }
        var _ = client.appendAll(entries, new AppendOptions(Ack.SIGNED, "batch " + batch));
        signed.addAndGet(BATCH);
      }
    } catch (LogException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitSigned(long size, Future<?> writer) throws InterruptedException {
    while (signed.get() < size && !writer.isDone()) {
      Thread.sleep(1);
    }
    assertTrue(!writer.isDone(), "the writer goes on");
  }

  private Path backup() {
    return temp.resolve("backup");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            ServerProcess.java(
                "backup", "--data", temp.resolve("log").toString(), "--to", backup().toString()))
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.appendTo(temp.resolve("errors").toFile()))
        .start();
  }

  /** SIGKILL when the run has written some files; whether it was still running. */
  private boolean killWhenFilesAre(int written) throws Exception {
    long before = files();
    Process process = start();
    while (process.isAlive() && files() < before + written) {
      var _ = process.waitFor(1, TimeUnit.MILLISECONDS);
    }
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  private long files() {
    if (!Files.exists(backup())) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(backup())) {
      return all.count();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // something was moved meanwhile
    }
  }

  /** Verifies the backup, if there is one yet; returns its size. */
  private long check() {
    if (!Files.exists(backup().resolve("backup.json"))) {
      return 0;
    }
    Cli verify = Cli.run("backup", "verify", "--from", backup().toString(), "--json");
    assertEquals(0, verify.exitCode(), verify.out() + verify.err());
    return JsonMapper.builder().build().readTree(verify.out()).get("size").longValue();
  }
}
