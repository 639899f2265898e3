package dev.cairn.witness.follow;

import dev.cairn.http.fetch.AddressGuard;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.LogsAdded;
import dev.cairn.witness.Witness;
import dev.cairn.witness.config.ConfigException;
import dev.cairn.witness.config.ConfigListener;
import dev.cairn.witness.config.ConfigWatch;
import dev.cairn.witness.config.Configuration;
import dev.cairn.witness.config.ConfiguredLog;
import dev.cairn.witness.poll.FollowedLog;
import dev.cairn.witness.poll.PollCounts;
import dev.cairn.witness.poll.PollStatus;
import dev.cairn.witness.poll.Poller;
import dev.cairn.witness.source.Sources;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a witness to its configuration, for as long as it is open: adds the logs, polls those that
 * have a URL, and applies what is added to the files later. Nothing is taken away from a running
 * witness: a log that is no longer configured is witnessed and polled on.
 */
public final class LogFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

  private final Witness witness;
  private final Sources sources;
  private final Poller poller;
  private Set<String> warned = Set.of();

  private LogFollower(Witness witness, Configuration configuration) {
    this.witness = witness;
    this.sources = new Sources(new AddressGuard(configuration.config().allowPrivateAddresses()));
    this.poller =
        new Poller(
            new WitnessCosigner(witness), sources, ConfiguredSettings.poll(configuration.config()));
  }

  /**
   * Adds the configured logs, durably, begins to poll, and has the files looked after.
   *
   * @param watch not started yet; stays open when this is closed
   * @throws dev.cairn.witness.store.StoreException if the logs cannot be added
   */
  public static LogFollower start(Witness witness, ConfigWatch watch) {
    return start(witness, watch, ConfigWatch.INTERVAL);
  }

  static LogFollower start(Witness witness, ConfigWatch watch, Duration every) {
    LogFollower follower = new LogFollower(witness, watch.current());
    try {
      follower.apply(watch.current());
    } catch (RuntimeException e) {
      follower.close();
      throw e;
    }
    watch.start(follower.listener(), every);
    return follower;
  }

  private synchronized void apply(Configuration now) {
    LogsAdded added = witness.addLogs(now.keys());
    if (added.added() > 0) {
      LOG.info("Added {} logs", added.added());
    }
    warn(now.warnings(), added.refused());
    for (ConfiguredLog log : now.config().logs()) {
      boolean trusted = !added.refused().contains(log.key());
      if (trusted && log.url().isPresent()) {
        poller.follow(new FollowedLog(log.key(), log.url().get(), log.interval()));
      }
    }
  }

  /** Of what is still so, nothing is said again. */
  private void warn(List<String> warnings, List<VerifierKey> refused) {
    Set<String> now = new LinkedHashSet<>(warnings);
    for (VerifierKey key : refused) {
      now.add("Log key " + key + " is not added: it is the witness's own, or the log has another");
    }
    now.stream().filter(warning -> !warned.contains(warning)).forEach(LOG::warn);
    warned = now;
  }

  private ConfigListener listener() {
    return new ConfigListener() {
      @Override
      public void changed(Configuration before, Configuration now) {
        apply(now);
        if (!ConfiguredSettings.of(now.config()).equals(ConfiguredSettings.of(before.config()))
            || !ConfiguredSettings.poll(now.config())
                .equals(ConfiguredSettings.poll(before.config()))
            || now.config().allowPrivateAddresses() != before.config().allowPrivateAddresses()) {
          LOG.warn("Of what has changed, only logs and log lists take effect before a restart");
        }
      }

      @Override
      public void failed(ConfigException error) {
        LOG.error("{}; the last good one stays in force", error.getMessage());
      }
    };
  }

  /** How it stands with each polled log, in the order of their origins. */
  public List<PollStatus> statuses() {
    return poller.statuses();
  }

  /** Attempts to poll since the start. */
  public PollCounts counts() {
    return poller.counts();
  }

  /** Polls nothing any more; the witness stays open. */
  @Override
  public void close() {
    poller.close();
    sources.close();
  }
}
