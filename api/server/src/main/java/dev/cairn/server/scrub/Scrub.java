package dev.cairn.server.scrub;

import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.TreeHead;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes over a log, one after the other: what they find, and how far they have come. */
final class Scrub {
  private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);

  /** How often the position is kept. */
  private static final Duration KEEP_EVERY = Duration.ofMinutes(1);

  /** How long the scrub waits after a failure to read. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** How often it tries to read one place. */
  static final int ATTEMPTS = 3;

  private final ScrubFile file;
  private final Supplier<TreeHead> published;
  private final Function<Consumer<String>, Sweep> sweeps;
  private final Duration interval;
  private final InstantSource clock;
  private final Rest rest;
  private volatile ScrubState state;
  private volatile Optional<String> trouble = Optional.empty();
  private Sweep sweep;
  private long keptMillis;
  private int failures;

  /**
   * @param origin the log's
   * @param published the newest published head
   * @param sweeps a new pass over the log, which tells its findings to a consumer
   */
  Scrub(
      String origin,
      ScrubFile file,
      Supplier<TreeHead> published,
      Function<Consumer<String>, Sweep> sweeps,
      Duration interval,
      InstantSource clock,
      Rest rest) {
    this.file = file;
    this.published = published;
    this.sweeps = sweeps;
    this.interval = interval;
    this.clock = clock;
    this.rest = rest;
    this.state =
        file.read()
            .filter(kept -> kept.isPossible(origin, published.get().size()))
            .orElseGet(() -> ScrubState.of(origin));
    this.sweep = sweeps.apply(this::found);
    this.sweep.resume(state.foundAny());
  }

  ScrubState state() {
    return state;
  }

  Optional<String> trouble() {
    return trouble;
  }

  /**
   * One step of a pass, or the wait for the next pass.
   *
   * @throws InterruptedException if the scrubber is being closed
   */
  void next() throws InterruptedException {
    if (state.isUnderWay()) {
      step();
    } else {
      awaitPass();
      begin();
    }
  }

  private void awaitPass() throws InterruptedException {
    if (state.pass() > 0) {
      long waited = Math.max(0, clock.millis() - state.startedMillis());
      rest.pause(interval.minusMillis(waited).toNanos());
    }
  }

  private void begin() {
    sweep = sweeps.apply(this::found);
    state = state.begin(clock.millis(), published.get().size());
    keep();
  }

  private void step() throws InterruptedException {
    Position from = state.position();
    try {
      reach(sweep.step(from, state.size()));
    } catch (StoreException e) {
      failed(from, e);
    } catch (RuntimeException e) {
      // What damaged bytes may do to those who read them is not foreseen in full.
      skip(from, e.toString());
    }
  }

  private void reach(Position next) {
    failures = 0;
    trouble = Optional.empty();
    state = state.at(next);
    if (!state.isUnderWay()) {
      end();
    } else if (Math.abs(clock.millis() - keptMillis) >= KEEP_EVERY.toMillis()) {
      keep();
    }
  }

  private void end() {
    state = state.ended(clock.millis());
    LOG.info(
        "The scrub of {} has gone over {} entries: {} findings",
        state.origin(),
        state.size(),
        state.findings().size() + state.more());
    keep();
  }

  private void failed(Position from, StoreException e) throws InterruptedException {
    failures++;
    if (e.kind() == StoreException.Kind.CORRUPT || failures == ATTEMPTS) {
      skip(from, e.getMessage());
    } else {
      trouble = Optional.of(e.getMessage());
      LOG.warn("The scrub of {} cannot read the log, and tries again later", state.origin(), e);
      rest.pause(PATIENCE.toNanos());
    }
  }

  private void skip(Position from, String reason) {
    found("%s cannot be read: %s".formatted(Sweep.text(from, state.size()), reason));
    reach(Sweep.behind(from, state.size()));
  }

  private void found(String message) {
    boolean isNew = !state.knows(message);
    state = state.found(message, clock.millis());
    if (isNew && state.knows(message)) {
      LOG.error("The scrub of {} has found damage: {}", state.origin(), message);
      keep();
    }
  }

  /** Keeps the state for the next start. */
  void keep() {
    keptMillis = clock.millis();
    file.write(state);
  }
}
