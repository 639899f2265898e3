package dev.cairn.faults;

import dev.cairn.client.Ack;
import dev.cairn.client.AppendOptions;
import dev.cairn.client.BatchReceipt;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.RefusedException;
import dev.cairn.client.StreamAppender;
import dev.cairn.client.UnreachableException;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Clients that append one thing after the other, in every way there is, until the server is gone,
 * and note in a ledger what they were promised.
 */
public final class Writers implements AutoCloseable {
  /** How long one waits for a server that may be dead; at its end nothing was promised. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MAX_BATCH = 20;
  private static final int STREAMED = 16;
  private static final int LARGE_BYTES = 30_000;

  private final LogClient client;
  private final Ledger ledger;
  private final ExecutorService threads;
  private final CountDownLatch underWay;
  private final List<Future<?>> running = new ArrayList<>();

  private Writers(LogClient client, Ledger ledger, int count) {
    this.client = client;
    this.ledger = ledger;
    this.threads = Executors.newFixedThreadPool(count);
    this.underWay = new CountDownLatch(count);
  }

  /**
   * Starts them.
   *
   * @param name makes their entries different from those of others
   */
  public static Writers start(
      ServerProcess server, VerifierKey key, Ledger ledger, int count, String name) {
    Writers writers = new Writers(server.client(key, PATIENCE), ledger, count);
    for (int writer = 0; writer < count; writer++) {
      int kind = writer % 4;
      String own = name + "/" + writer;
      writers.running.add(
          writers.threads.submit(() -> writers.write(kind, own, new Random(own.hashCode()))));
    }
    return writers;
  }

  /** Waits until each was promised something, or has given up. */
  public void awaitUnderWay() throws InterruptedException {
    if (!underWay.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("nothing was acknowledged in 60 s; " + ledger.violations());
    }
  }

  /** Waits until each has noticed that the server is gone. */
  public void join() throws Exception {
    client.close(); // otherwise each would try again until its deadline
    for (Future<?> writer : running) {
      writer.get(60, TimeUnit.SECONDS);
    }
  }

  private void write(int kind, String name, Random random) {
    try {
      for (int i = 0; ; i++) {
        byte[] entry = entry(name + "/" + i, random);
        switch (kind) {
          case 0 -> ledger.note(client.append(entry, AppendOptions.DURABLE));
          case 1 -> ledger.note(client.append(entry, AppendOptions.SIGNED));
          case 2 -> batch(name + "/" + i, 1 + random.nextInt(MAX_BATCH), random);
          default -> stream(name + "/" + i, random);
        }
        underWay.countDown();
      }
    } catch (UnreachableException | RefusedException e) {
      // The server is gone: what this append came to is unknown, and nothing was promised.
    } catch (LogException e) {
      ledger.violate(e.toString());
    } finally {
      underWay.countDown();
    }
  }

  private void batch(String name, int count, Random random) throws LogException {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(name + "/" + i, random));
    }
    BatchReceipt receipt = client.appendAll(entries);
    receipt.entries().forEach(ledger::note);
  }

  private void stream(String name, Random random) throws LogException {
    try (StreamAppender stream = client.appendStream(Ack.DURABLE, STREAMED)) {
      for (int i = 0; i < STREAMED; i++) {
        var _ = stream.append(entry(name + "/" + i, random)).thenAccept(ledger::note);
      }
    }
  }

  /** Mostly small, and now and then larger than a page of the store. */
  private static byte[] entry(String name, Random random) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(50) == 0
        ? Arrays.copyOf(text, random.nextInt(LARGE_BYTES) + text.length)
        : text;
  }

  @Override
  public void close() {
    client.close();
    threads.close();
  }
}
