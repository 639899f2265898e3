package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.Ack;
import dev.cairn.client.AppendOptions;
import dev.cairn.client.Appended;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.EntryCursor;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.LoggedEntry;
import dev.cairn.client.Receipt;
import dev.cairn.client.RefusedException;
import dev.cairn.client.Trust;
import dev.cairn.client.UnreachableException;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL under eight writers, again and again. What was acknowledged is there, at its index and
 * with its bytes; every checkpoint that was handed out is a prefix of every later one. The number
 * of cycles is the system property {@code cairn.crash.cycles}.
 */
final class CrashTest {
  private static final int CYCLES = Integer.getInteger("cairn.crash.cycles", 20);
  private static final int WRITERS = 8;
  private static final int MAX_MILLIS = 500;

  /** How long a writer waits for a server that may be dead; at its end nothing was promised. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @TempDir Path temp;
  private final Map<Long, Hash> acknowledged = new ConcurrentHashMap<>();
  private final Map<Long, Hash> handedOut = new ConcurrentHashMap<>();
  private CountDownLatch underWay = new CountDownLatch(WRITERS);
  private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    Path data = temp.resolve("log");
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", "example.com/log");
    assertEquals(0, init.exitCode(), init.err());
    VerifierKey key = VerifierKey.parse(init.out().strip());
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      try (ServerProcess server = ServerProcess.start(data)) {
        checkLog(server, key);
        writeUntilKilled(server, key, cycle, random.nextInt(MAX_MILLIS));
      }
      assertEquals(List.of(), List.copyOf(violations), "cycle " + cycle + ", seed " + seed);
    }
    try (ServerProcess server = ServerProcess.start(data)) {
      checkLog(server, key);
      assertEquals(0, server.terminate());
    }
    Cli fsck = Cli.run("fsck", "--data", data.toString());
    assertEquals(0, fsck.exitCode(), fsck.out());
    assertTrue(acknowledged.size() > CYCLES, "the writers got somewhere: " + acknowledged.size());
    System.out.printf(
        "%d kills, %,d acknowledged entries, %,d checkpoints: nothing lost, one history%n",
        CYCLES, acknowledged.size(), handedOut.size());
  }

  private void writeUntilKilled(ServerProcess server, VerifierKey key, int cycle, int millis)
      throws Exception {
    underWay = new CountDownLatch(WRITERS);
    try (LogClient client = LogClient.open(config(server, key).withDeadline(PATIENCE));
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<? extends Future<?>> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(writer -> threads.submit(() -> write(client, cycle + "/" + writer)))
              .toList();
      assertTrue(underWay.await(30, TimeUnit.SECONDS), "nothing was acknowledged in 30 s");
      Thread.sleep(millis);
      server.kill();
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }

  /** Appends one entry after the other until the server is gone; notes each receipt. */
  private void write(LogClient client, String name) {
    TreeHasher hasher = new TreeHasher();
    try {
      for (int i = 0; ; i++) {
        byte[] entry = (name + "/" + i).getBytes(StandardCharsets.UTF_8);
        Ack ack = i % 2 == 0 ? Ack.DURABLE : Ack.SIGNED;
        note(client.append(entry, new AppendOptions(ack, "")), hasher.leaf(entry));
        if (i == 0) {
          underWay.countDown();
        }
      }
    } catch (UnreachableException | RefusedException e) {
      // The server was killed: what this append came to is unknown, and nothing was promised.
    } catch (LogException e) {
      violations.add(e.toString());
    }
  }

  private void note(Receipt receipt, Hash leaf) {
    Appended appended = receipt.appended();
    Hash before = acknowledged.putIfAbsent(appended.index(), leaf);
    if (before != null && !before.equals(leaf)) {
      violations.add("two entries were acknowledged at index " + appended.index());
    }
    if (receipt instanceof Receipt.Signed signed) {
      TreeHead head = signed.inclusion().checkpoint().head();
      Hash root = handedOut.putIfAbsent(head.size(), head.root());
      if (root != null && !root.equals(head.root())) {
        violations.add("two roots were signed for size " + head.size());
      }
    }
  }

  /** Reads the whole log and holds it against all that was ever acknowledged or signed. */
  private void checkLog(ServerProcess server, VerifierKey key) throws Exception {
    Frontier tree = new Frontier();
    try (LogClient client = LogClient.open(config(server, key))) {
      long size = client.checkpoint().head().size();
      try (EntryCursor entries = client.entries(0, size)) {
        for (Optional<LoggedEntry> next = entries.next(); next.isPresent(); next = entries.next()) {
          check(next.get(), tree);
        }
      }
      acknowledged.keySet().stream()
          .filter(index -> index >= size)
          .forEach(index -> violations.add("entry " + index + " is lost: the log has " + size));
      handedOut.keySet().stream()
          .filter(signed -> signed > size)
          .forEach(signed -> violations.add("the log went back from " + signed + " to " + size));
    }
    assertEquals(List.of(), List.copyOf(violations));
  }

  private void check(LoggedEntry entry, Frontier tree) {
    Hash leaf = new TreeHasher().leaf(entry.data());
    Hash promised = acknowledged.get(entry.index());
    if (promised != null && !promised.equals(leaf)) {
      violations.add("entry " + entry.index() + " has other bytes than were acknowledged");
    }
    tree.append(leaf, (level, index, hash) -> {});
    Hash signed = handedOut.get(tree.size());
    if (signed != null && !signed.equals(tree.root())) {
      violations.add("the checkpoint of size " + tree.size() + " is of another history");
    }
  }

  private static ClientConfig config(ServerProcess server, VerifierKey key) {
    return ClientConfig.of(new LogAddress(server.address(), ""), new Trust.Pinned(key));
  }
}
