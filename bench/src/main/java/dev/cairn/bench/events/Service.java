package dev.cairn.bench.events;

import com.google.common.net.HostAndPort;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogException;
import dev.cairn.client.Trust;
import dev.cairn.event.sample.SampleEvents;
import dev.cairn.recorder.AuditClient;
import dev.cairn.recorder.AuditClientConfig;
import dev.cairn.recorder.Counters;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A service that records. */
public final class Service implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofMinutes(10);
  private static final int ACTORS = 10_000;

  private final AuditClient audit;
  private final SampleEvents events;

  private Service(AuditClient audit, SampleEvents events) {
    this.audit = audit;
    this.events = events;
  }

  /** Opens a service with a new producer's key and its outbox in a folder. */
  public static Service open(HostAndPort log, VerifierKey key, Path outbox) throws OutboxException {
    ClientConfig config =
        ClientConfig.of(new LogAddress(log.toString(), ""), new Trust.Pinned(key))
            .withDeadline(DEADLINE);
    SigningKey producer = SigningKey.generate("bench.example/orders", KeyType.ED25519);
    AuditClient audit = AuditClient.open(AuditClientConfig.of(config, outbox).withKey(producer));
    return new Service(audit, new SampleEvents(1, Instant.now(), ACTORS));
  }

  /** What records for it. */
  public AuditClient audit() {
    return audit;
  }

  /** The next event; for one thread. */
  AuditEvent next() {
    return events.next();
  }

  /** Waits for all outcomes; what is wrong with them, empty if nothing is. */
  public String settle() throws InterruptedException, LogException {
    if (!audit.flush(DRAIN)) {
      return "events are left in the outbox after " + DRAIN;
    }
    Counters counters = audit.counters();
    long logged = audit.log().state().claimedDurableSize();
    if (!counters.reconcile() || counters.acknowledged() != logged) {
      return "the log has %,d entries, and this was counted: %s".formatted(logged, counters);
    }
    return "";
  }

  @Override
  public void close() throws OutboxException {
    audit.close();
  }
}
