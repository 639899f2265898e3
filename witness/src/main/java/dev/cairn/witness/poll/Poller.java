package dev.cairn.witness.poll;

import dev.cairn.witness.source.LogSource;
import dev.cairn.witness.source.Sources;
import dev.failsafe.spi.Scheduler;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Follows logs: fetches their checkpoints and submits them to the witness, for as long as it is
 * open. Each log has its own interval; a log that fails is left alone ever longer. Safe for several
 * threads.
 */
public final class Poller implements AutoCloseable {
  private final Cosigner cosigner;
  private final Sources sources;
  private final PollSettings settings;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final Semaphore slots;
  private final PollJournal journal = new PollJournal();
  private final Map<String, PollStatus> statuses = new ConcurrentHashMap<>();
  private final Map<String, Following> followings = new HashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private boolean closed;

  /**
   * A poller that follows nothing yet.
   *
   * @param sources stays open when the poller is closed
   */
  public Poller(Cosigner cosigner, Sources sources, PollSettings settings) {
    this.cosigner = cosigner;
    this.sources = sources;
    this.settings = settings;
    this.clock = InstantSource.system();
    this.scheduler = Scheduler.of(threads);
    this.slots = new Semaphore(settings.maxConcurrent());
  }

  /** A poller whose time is the scheduler's. */
  Poller(
      Cosigner cosigner,
      Sources sources,
      PollSettings settings,
      Scheduler scheduler,
      InstantSource clock) {
    this.cosigner = cosigner;
    this.sources = sources;
    this.settings = settings;
    this.clock = clock;
    this.scheduler = scheduler;
    this.slots = new Semaphore(settings.maxConcurrent());
  }

  /**
   * Follows a log from now on; the first attempt is made at once. A log that is followed already,
   * by its origin, is followed as is said now: from another place, or at another interval.
   *
   * @throws IllegalStateException if the poller is closed
   */
  public synchronized void follow(FollowedLog log) {
    if (closed) {
      throw new IllegalStateException("the poller is closed");
    }
    PollStatus status = statuses.get(log.origin());
    if (status != null && status.log().equals(log)) {
      return;
    }
    Following before = followings.remove(log.origin());
    if (before != null) {
      before.stop();
    }
    statuses.put(log.origin(), PollStatus.of(log));
    LogSource source = sources.of(log.url(), log.origin());
    Attempt attempt = new Attempt(log.key(), source, cosigner, settings.timeout());
    Following following =
        new Following(
            log.interval(),
            settings.longestInterval(),
            attempt::run,
            outcome -> done(log, outcome),
            slots,
            scheduler);
    followings.put(log.origin(), following);
    following.start();
  }

  private void done(FollowedLog log, PollOutcome outcome) {
    var _ =
        statuses.computeIfPresent(
            log.origin(),
            (origin, before) -> {
              journal.record(before, outcome);
              return before.log().equals(log) ? before.after(outcome, clock.instant()) : before;
            });
  }

  /** How it stands with each log, in the order of their origins. */
  public List<PollStatus> statuses() {
    return statuses.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Attempts since the start. */
  public PollCounts counts() {
    return journal.counts();
  }

  /** Follows nothing any more. Attempts under way are interrupted. */
  @Override
  public synchronized void close() {
    closed = true;
    followings.values().forEach(Following::stop);
    followings.clear();
    threads.shutdownNow();
  }
}
