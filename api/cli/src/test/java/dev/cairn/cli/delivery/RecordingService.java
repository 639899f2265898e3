package dev.cairn.cli.delivery;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.FolderMemory;
import dev.cairn.client.LogAddress;
import dev.cairn.client.RefusedException;
import dev.cairn.client.Trust;
import dev.cairn.event.sample.SampleEvents;
import dev.cairn.recorder.AuditClient;
import dev.cairn.recorder.AuditClientConfig;
import dev.cairn.recorder.Counters;
import dev.cairn.recorder.NotYetLoggedException;
import dev.cairn.recorder.delivery.EventReceipt;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.recorder.outbox.OutboxLimits;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service that records events, as a process of its own. Its journal has a line for each event
 * before it is offered, and one for what it is told of it; {@link Promises} reads them. SIGTERM
 * closes the client; after two minutes the process ends by itself.
 */
final class RecordingService {
  /** The producer of all events. */
  static final String PRODUCER = "orders-1";

  private static final int BATCH = 8;
  private static final int ACTORS = 20;
  private static final long LIFE_MILLIS = 120_000;
  private static final Duration FLUSH = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final ServicePlan plan;
  private final ServiceJournal journal;
  private final AuditClient client;
  private volatile boolean stopping;

  private RecordingService(ServicePlan plan, ServiceJournal journal, AuditClient client) {
    this.plan = plan;
    this.journal = journal;
    this.client = client;
  }

  /** The key that seals all events. */
  static SigningKey key() {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    seed[0] = 7;
    return SigningKey.ofSeed(PRODUCER, KeyType.ED25519, seed);
  }

  public static void main(String[] arguments) throws Exception {
    endLater();
    ServicePlan plan = ServicePlan.parse(arguments);
    try (ServiceJournal journal = ServiceJournal.open(plan.journal())) {
      journal.write(""); // ends what an earlier life may have left unfinished
      journal.write("life " + plan.life());
      AuditClient client = AuditClient.open(config(plan));
      new RecordingService(plan, journal, client).live();
    }
  }

  private static void endLater() {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Thread.sleep(LIFE_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(3);
            });
  }

  private static AuditClientConfig config(ServicePlan plan) throws MalformedException {
    ClientConfig log =
        ClientConfig.of(
                new LogAddress(plan.log(), ""), new Trust.Pinned(VerifierKey.parse(plan.vkey())))
            .withMemory(new FolderMemory(plan.folder().resolve("memory")))
            .withDeadline(plan.deadline());
    return AuditClientConfig.of(log, plan.outbox())
        .withKey(key())
        .withPressure(plan.pressure(), plan.patience())
        .withLimits(OutboxLimits.of(plan.outboxBytes()))
        .withClock(new FileClock(plan.clock()));
  }

  private void live() throws Exception {
    Thread main = Thread.currentThread();
    Thread.Builder.OfPlatform stop = Thread.ofPlatform();
    Runtime.getRuntime()
        .addShutdownHook(
            stop.unstarted(
                () -> {
                  stopping = true;
                  main.interrupt();
                  try {
                    main.join();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    Thread sampler = Thread.ofPlatform().daemon().start(this::sample);
    List<Thread> recorders = new ArrayList<>();
    for (int i = 0; i < plan.threads(); i++) {
      int number = i;
      recorders.add(Thread.ofPlatform().start(() -> record(number)));
    }
    try {
      for (Thread recorder : recorders) {
        recorder.join();
      }
      deliverAll();
    } catch (InterruptedException e) {
      for (Thread recorder : recorders) {
        recorder.join(); // they see that it is stopping
      }
    }
    end(sampler);
  }

  /** Also what explains refusals, which a flush need not wait for. */
  private void deliverAll() throws InterruptedException {
    do {
      if (!client.flush(FLUSH)) {
        journal.write("violation not all events have their outcome after " + FLUSH);
        return;
      }
    } while (client.outboxSize().events() > 0);
  }

  private void end(Thread sampler) throws Exception {
    stopping = true;
    sampler.join();
    write("quiet");
    client.close();
    Counters counters = client.counters();
    if (!counters.reconcile()) {
      journal.write("violation after closing: " + counters);
    }
    journal.write("closed " + plan.life());
    journal.force();
  }

  /** Looks at the counters again and again: they reconcile at every look. */
  private void sample() {
    long looks = 0;
    while (!stopping) {
      Counters counters = client.counters();
      if (!counters.reconcile()) {
        journal.write("violation " + counters);
      }
      if (looks++ % 16 == 0) {
        write("counters");
      }
      pause(3);
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(String what) {
    Counters counters = client.counters();
    try {
      journal.write(
          "%s %d %d %d %d %d %d %d %d %d %d"
              .formatted(
                  what,
                  counters.offered(),
                  counters.own(),
                  counters.recovered(),
                  counters.waiting(),
                  counters.spooled(),
                  counters.acknowledged(),
                  counters.deadLettered(),
                  counters.failed(),
                  client.outboxSize().events(),
                  client.deadLetters().count()));
    } catch (OutboxException e) {
      journal.write("violation " + e);
    }
  }

  private void record(int thread) {
    SampleEvents samples = new SampleEvents(plan.seed() * 31 + thread, START, ACTORS);
    List<AuditEvent> batch = new ArrayList<>();
    for (int i = 0; i < plan.events() && !stopping; i++) {
      batch.add(event(samples.next(), thread, i));
      if (batch.size() == BATCH || i == plan.events() - 1) {
        record(batch);
        batch.clear();
        awaitRoom();
      }
    }
  }

  /** A service of the tests is patient, or slow machines would have it spool without end. */
  private void awaitRoom() {
    do {
      pause(2);
    } while (!stopping && client.outboxSize().events() > plan.backlog());
  }

  private AuditEvent event(AuditEvent sample, int thread, int number) {
    boolean reuses = plan.reuses() > 0 && number % plan.reuses() == plan.reuses() - 1;
    AuditEvent.Builder event =
        sample.toBuilder()
            .setId(plan.life() + "-" + thread + "-" + (reuses ? number - 1 : number))
            .setSource("/orders");
    if (plan.fingerprint() == Fingerprint.WITHOUT_TIME) {
      event.clearOccurredTime();
    }
    return event.build();
  }

  private void record(List<AuditEvent> events) {
    for (AuditEvent event : events) {
      journal.write("offered " + name(event));
    }
    try {
      journal.force();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    for (int i = 0; i < events.size(); i++) {
      offer(events.get(i), i % 2 == 0);
    }
  }

  private void offer(AuditEvent event, boolean wantsReceipt) {
    if (wantsReceipt) {
      CompletableFuture<EventReceipt> receipt = client.record(event);
      var _ = receipt.whenComplete((known, why) -> told(event, Optional.ofNullable(known), why));
    } else {
      CompletableFuture<Void> spooled = client.spool(event);
      var _ = spooled.whenComplete((_, why) -> told(event, Optional.empty(), why));
    }
  }

  private String name(AuditEvent event) {
    return event.getId() + " " + plan.fingerprint().of(event.toByteString());
  }

  private void told(AuditEvent event, Optional<EventReceipt> receipt, @Nullable Throwable failure) {
    String name = name(event);
    switch (failure) {
      case null ->
          journal.write(
              receipt
                  .map(r -> "acknowledged " + name + " " + r.index() + " " + r.leafHash())
                  .orElse("spooled " + name));
      case NotYetLoggedException _ -> journal.write("pending " + name);
      case RefusedException _ -> journal.write("buried " + name);
      case CheckFailedException untrue -> journal.write("violation " + name + " " + untrue);
      default -> journal.write("failed " + name + " " + failure.getClass().getSimpleName());
    }
  }
}
