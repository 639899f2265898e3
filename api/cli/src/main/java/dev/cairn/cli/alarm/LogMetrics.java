package dev.cairn.cli.alarm;

import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogNumbers;
import dev.cairn.server.log.WitnessedLog;
import dev.cairn.server.scrub.ScrubStatus;
import dev.cairn.server.sequence.AppendCounts;
import dev.cairn.server.store.SyncTimes;
import dev.cairn.server.witness.WitnessStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** One log of a server in numbers; docs/OPERATIONS.md says what each is for. */
final class LogMetrics {
  private static final double MILLIS_PER_SECOND = 1_000;

  private final HostedLog log;
  private final LogNumbers numbers;
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final long startedMillis;
  private final Tags tags;
  private final MultiGauge cosigned;
  private final MultiGauge late;

  LogMetrics(HostedLog log, MeterRegistry registry, InstantSource clock) {
    this.log = log;
    this.numbers = log.numbers();
    this.registry = registry;
    this.clock = clock;
    this.startedMillis = clock.millis();
    this.tags = Tags.of("log", log.origin());
    this.cosigned =
        witnessGauge("cairn.log.witness.cosigned.entries", "Entries that the witness has cosigned");
    this.late =
        witnessGauge(
            "cairn.log.witness.late.seconds", "For how long the witness has owed a cosignature");
  }

  private MultiGauge witnessGauge(String name, String description) {
    return MultiGauge.builder(name).description(description).tags(tags).register(registry);
  }

  void bind() {
    bindSizes();
    bindAppends();
    bindStorage();
    bindScrub();
    log.witnessed().ifPresent(_ -> bindWitnessed());
  }

  private void bindSizes() {
    gauge("durable.entries", "Entries that are durable", numbers::durableSize);
    gauge("stored.entries", "Entries that are in the store", numbers::storedSize);
    gauge("published.entries", "Entries under the newest published head", numbers::publishedSize);
    gauge(
        "published.age.seconds",
        "How long ago the newest head was published, or the server was started",
        numbers::secondsSincePublished);
    gauge(
        "unpublished.age.seconds",
        "How long the oldest unpublished entry has been in the store; 0: none is",
        numbers::oldestUnpublishedSeconds);
    gauge(
        "leaf.index.lag.entries",
        "Entries in the store that cannot be found by leaf hash yet",
        () -> Math.max(0, numbers.storedSize() - log.leaves().indexedSize()));
    gauge(
        "event.index.lag.entries",
        "Entries in the store in which events cannot be found yet",
        () -> Math.max(0, numbers.storedSize() - log.events().index().size()));
  }

  private void bindWitnessed() {
    gauge("witnessed.entries", "Entries under the newest witnessed head", numbers::witnessedSize);
    gauge(
        "unwitnessed.age.seconds",
        "How long the oldest unwitnessed entry has been in the store; 0: none is",
        numbers::oldestUnwitnessedSeconds);
  }

  private void bindAppends() {
    gauge(
        "stopped",
        "Whether the log accepts nothing more",
        () -> log.stoppedBy().isPresent() ? 1 : 0);
    gauge(
        "held",
        "Whether the log is read-only until it has heard which head it published last",
        () -> log.heldBy().isPresent() ? 1 : 0);
    gauge(
        "clock.behind.seconds",
        "How far the clock is behind the newest publication, which keeps the log from signing",
        () -> log.clockBehind().map(behind -> behind.toMillis() / MILLIS_PER_SECOND).orElse(0.0));
    gauge("pending.entries", "Entries accepted and not decided", numbers::pendingEntries);
    gauge("pending.bytes", "Bytes of those entries", numbers::pendingBytes);
    for (AppendCounts.End end : AppendCounts.End.values()) {
      counter(
          "appends",
          "Appends by outcome",
          tags.and("outcome", end.name().toLowerCase(Locale.ROOT)),
          counted -> counted.numbers().appends().appends(end));
    }
    counter(
        "appended.entries",
        "New entries that were acknowledged",
        tags,
        counted -> counted.numbers().appends().entries());
  }

  private void bindStorage() {
    gauge("journal.bytes", "Bytes of the journal in use", numbers::journalBytes);
    timer("journal.sync", "Writes of the journal with their sync", numbers.journalSyncs());
    timer("store.commit", "Commits of the store with their syncs", numbers.storeCommits());
    gauge("store.bytes", "Size of the store's file", numbers::storeBytes);
    gauge("disk.free.bytes", "Bytes that are free on the log's disk", numbers::freeBytes);
    gauge("readings", "Readings of the store that are under way", numbers::readings);
    gauge(
        "reading.age.seconds",
        "For how long the oldest reading has been under way",
        numbers::oldestReadingSeconds);
    counter(
        "corrupt.readings",
        "Readings of the store that found what does not fit the tree",
        tags,
        counted -> counted.numbers().corruptReadings());
  }

  private void bindScrub() {
    gauge("scrub.on", "Whether the log is scrubbed", () -> log.scrub().isOn() ? 1 : 0);
    gauge(
        "scrub.position.entries",
        "Entries that the scrub's pass has gone over",
        () -> log.scrub().position());
    gauge("scrub.size.entries", "Entries that it goes over", () -> log.scrub().size());
    gauge(
        "scrub.age.seconds",
        "How long ago the last complete pass ended, or, without one, the server was started",
        () ->
            secondsSince(
                log.scrub().last().map(ScrubStatus.Pass::endedMillis).orElse(startedMillis)));
    gauge(
        "scrub.last.entries",
        "Entries that the last complete pass has gone over",
        () -> log.scrub().last().map(ScrubStatus.Pass::size).orElse(0L));
    gauge("scrub.findings", "Things known to be wrong", () -> log.scrub().openFindings());
    gauge(
        "scrub.stuck",
        "Whether the scrub cannot read the store for now",
        () -> log.scrub().trouble().isPresent() ? 1 : 0);
    counter(
        "scrub.bytes", "Bytes that the scrub has read", tags, counted -> counted.scrub().bytes());
  }

  private double secondsSince(long millis) {
    return Math.max(0, clock.millis() - millis) / MILLIS_PER_SECOND;
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder("cairn.log." + name, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private void counter(
      String name, String description, Tags all, ToDoubleFunction<HostedLog> value) {
    FunctionCounter.builder("cairn.log." + name, log, value)
        .description(description)
        .tags(all)
        .register(registry);
  }

  private void timer(String name, String description, SyncTimes times) {
    FunctionTimer.builder(
            "cairn.log." + name, times, SyncTimes::count, SyncTimes::seconds, TimeUnit.SECONDS)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  /** Takes over which witnesses there are now. */
  void refresh() {
    List<WitnessStatus> witnesses = log.witnessed().map(WitnessedLog::status).orElse(List.of());
    cosigned.register(
        witnesses.stream()
            .map(each -> MultiGauge.Row.of(witness(each), each.cosignedSize()))
            .toList(),
        true);
    late.register(
        witnesses.stream()
            .map(each -> MultiGauge.Row.of(witness(each), lateSeconds(each)))
            .toList(),
        true);
  }

  private static Tags witness(WitnessStatus status) {
    return Tags.of("witness", status.name());
  }

  private double lateSeconds(WitnessStatus status) {
    Instant now = clock.instant();
    return status
        .lateSince()
        .map(since -> Duration.between(since, now).toMillis() / MILLIS_PER_SECOND)
        .orElse(0.0);
  }
}
