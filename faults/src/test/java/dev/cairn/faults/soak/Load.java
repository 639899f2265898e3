package dev.cairn.faults.soak;

import dev.cairn.client.Ack;
import dev.cairn.client.AppendOptions;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.Receipt;
import dev.cairn.client.RefusedException;
import dev.cairn.client.StreamAppender;
import dev.cairn.client.UnreachableException;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.ServerProcess;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of one server for as long as it lives: they append one by one, in batches and in streams;
 * of ten requests one is invalid and one has been made before; others read and verify.
 */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int STREAMED = 32;
  private static final int BATCH = 16;

  private final LogClient client;
  private final Ledger ledger;
  private final Counts counts;
  private final String name;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicLong made = new AtomicLong();
  private volatile boolean ending;

  /** What was done, over all servers. */
  static final class Counts {
    final AtomicLong appended = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong repeated = new AtomicLong();
    final AtomicLong read = new AtomicLong();
  }

  private interface Request {
    void make(Random random) throws LogException;
  }

  private Load(LogClient client, Ledger ledger, Counts counts, String name) {
    this.client = client;
    this.ledger = ledger;
    this.counts = counts;
    this.name = name;
  }

  static Load start(
      ServerProcess server, VerifierKey key, Ledger ledger, Counts counts, String name) {
    Load load = new Load(server.client(key, PATIENCE), ledger, counts, name);
    for (int i = 0; i < 4; i++) {
      load.run("one" + i, load::one);
    }
    load.run("batch", load::batch);
    load.run("stream", load::stream);
    load.run("reader", load::read);
    load.run("prover", load::prove);
    return load;
  }

  private void run(String kind, Request request) {
    running.add(
        threads.submit(
            () -> {
              Random random = new Random((name + kind).hashCode());
              try {
                while (!ending) {
                  request.make(random);
                }
              } catch (UnreachableException e) {
                // The server was killed.
              } catch (LogException e) {
                if (!ending) {
                  ledger.violate(kind + ": " + e);
                }
              }
            }));
  }

  /** One that there is no other of. */
  private byte[] entry() {
    return (name + "/" + made.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
  }

  private void one(Random random) throws LogException {
    switch (random.nextInt(10)) {
      case 0 -> invalid(random);
      case 1 -> repeat();
      default -> {
        AppendOptions options = random.nextBoolean() ? AppendOptions.DURABLE : AppendOptions.SIGNED;
        ledger.note(client.append(entry(), options));
        counts.appended.incrementAndGet();
      }
    }
  }

  /** What no log can do. */
  private void invalid(Random random) throws LogException {
    try {
      switch (random.nextInt(3)) {
        case 0 -> client.get(Long.MAX_VALUE / 2);
        case 1 -> client.append(new byte[] {1}, new AppendOptions(Ack.DURABLE, "x".repeat(200)));
        default -> client.inclusion(Long.MAX_VALUE / 2);
      }
      ledger.violate("a request was not refused");
    } catch (RefusedException | IllegalArgumentException e) {
      counts.refused.incrementAndGet();
    }
  }

  /** The same entry under the same key has the same place. */
  private void repeat() throws LogException {
    byte[] entry = entry();
    AppendOptions options = AppendOptions.SIGNED.withKey(new String(entry, StandardCharsets.UTF_8));
    Receipt first = client.append(entry, options);
    Receipt second = client.append(entry, options);
    ledger.note(first);
    if (first.index() != second.index() || !second.appended().deduplicated()) {
      ledger.violate("a repetition went to " + second.index() + " after " + first.index());
    }
    counts.repeated.incrementAndGet();
  }

  private void batch(Random random) throws LogException {
    List<byte[]> entries = new ArrayList<>();
    int count = 1 + random.nextInt(BATCH);
    for (int i = 0; i < count; i++) {
      entries.add(entry());
    }
    client.appendAll(entries).entries().forEach(ledger::note);
    counts.appended.addAndGet(entries.size());
  }

  private void stream(Random random) throws LogException {
    int count = 1 + random.nextInt(4 * STREAMED);
    try (StreamAppender stream = client.appendStream(Ack.DURABLE, STREAMED)) {
      for (int i = 0; i < count; i++) {
        var _ = stream.append(entry()).thenAccept(ledger::note);
      }
    }
    counts.appended.addAndGet(count);
  }

  private void read(Random random) throws LogException {
    long size = client.checkpoint().head().size();
    if (size > 0) {
      ledger.check(client.get(random.nextLong(size)));
      counts.read.incrementAndGet();
    }
  }

  private void prove(Random random) throws LogException {
    long size = client.checkpoint().head().size();
    if (size > 0) {
      var _ = client.inclusion(random.nextLong(size));
      counts.read.incrementAndGet();
    }
  }

  /** No more requests are made; those under way end. */
  void finish() throws Exception {
    ending = true;
    for (Future<?> one : running) {
      one.get(60, TimeUnit.SECONDS);
    }
  }

  /** To be called when the server is gone: what is under way fails at once. */
  void broken() throws Exception {
    ending = true;
    client.close();
    finish();
  }

  @Override
  public void close() {
    ending = true;
    client.close();
    threads.close();
  }
}
