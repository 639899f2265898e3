package dev.cairn.bench.read;

import com.google.common.net.HostAndPort;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.load.Tally;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.Trust;
import dev.cairn.tree.note.VerifierKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** Reads entries of a ledger, one after the other, and verifies each. */
public final class Readers implements AutoCloseable {
  private static final int WAIT_MILLIS = 1;

  private final LogClient client;
  private final int count;
  private final Payload payload;
  private final Ledger ledger;
  private final LongAdder verified = new LongAdder();
  private final LongAdder mismatches = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final AtomicReference<String> problem = new AtomicReference<>("");
  private volatile boolean reading;

  private Readers(LogClient client, int count, Payload payload, Ledger ledger) {
    this.client = client;
    this.count = count;
    this.payload = payload;
    this.ledger = ledger;
  }

  /**
   * Readers that share one connection.
   *
   * @param key verifies the log's checkpoints
   * @param count how many read at a time
   * @param payload what the writers send
   * @param ledger what they are told
   */
  public static Readers of(
      HostAndPort server, VerifierKey key, int count, Payload payload, Ledger ledger) {
    LogAddress address = new LogAddress(server.toString(), "");
    ClientConfig config = ClientConfig.of(address, new Trust.Pinned(key));
    return new Readers(LogClient.open(config), count, payload, ledger);
  }

  /** The same load, with the readers at work while it runs. */
  public Load beside(Load writers) {
    return (time, latencies) -> run(writers, time, latencies);
  }

  private Tally run(Load writers, Duration time, Histogram latencies) throws InterruptedException {
    reading = true;
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      for (int i = 0; i < count; i++) {
        threads.execute(this::readOn);
      }
      try {
        long start = System.nanoTime();
        Tally tally = writers.run(time, latencies);
        nanos.add(System.nanoTime() - start);
        return tally;
      } finally {
        reading = false;
      }
    }
  }

  private void readOn() {
    try {
      while (reading && problem.get().isEmpty()) {
        Optional<Ledger.Written> written = ledger.any();
        if (written.isPresent()) {
          read(written.get());
        } else {
          TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Ledger.Written written) {
    try {
      byte[] found = client.get(written.index()).data();
      if (Arrays.equals(found, payload.entry(written.item(), written.stamp()))) {
        verified.increment();
      } else {
        mismatch("entry " + written.index() + " is not what was appended there");
      }
    } catch (CheckFailedException e) {
      mismatch("entry " + written.index() + ": " + e.getMessage());
    } catch (LogException e) {
      problem.compareAndSet("", "a reader failed: " + e.getMessage());
    }
  }

  private void mismatch(String what) {
    mismatches.increment();
    problem.compareAndSet("", what);
  }

  /** Forgets what was counted so far, but no problem. */
  public void forget() {
    verified.reset();
    nanos.reset();
  }

  /** Entries verified. */
  public long verified() {
    return verified.sum();
  }

  /** Entries verified in a second of load. */
  public double perSecond() {
    return nanos.sum() == 0 ? 0 : verified.sum() * 1e9 / nanos.sum();
  }

  /** Entries that were not what they must be. */
  public long mismatches() {
    return mismatches.sum();
  }

  /** What went wrong first; empty if nothing did. */
  public String problem() {
    return problem.get();
  }

  @Override
  public void close() {
    client.close();
  }
}
