package dev.cairn.witness.poll;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts outcomes and writes to the program's log what an operator has to know. */
final class PollJournal {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  private final LongAdder cosigned = new LongAdder();
  private final LongAdder behind = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder forked = new LongAdder();

  void record(PollStatus before, PollOutcome outcome) {
    FollowedLog log = before.log();
    switch (outcome) {
      case PollOutcome.Cosigned now -> {
        cosigned.increment();
        if (before.failures() > 0) {
          LOG.info("Log {} is cosigned again, at size {}", log.origin(), now.head().size());
        }
      }
      case PollOutcome.Behind now -> {
        behind.increment();
        LOG.debug("{} is behind: {} of {}", log.url(), now.size(), now.knownSize());
      }
      case PollOutcome.Failed now -> {
        failed.increment();
        // Once for each time that it breaks down: what follows is in the status.
        if (before.failures() == 0) {
          LOG.warn("Polling log {} fails: {}", log.origin(), now.message());
        }
      }
      case PollOutcome.Forked now -> {
        forked.increment();
        LOG.error(
            "FORK: log {} has signed two histories. Keep this evidence and tell its users.\n{}",
            log.origin(),
            now.evidence());
      }
    }
  }

  PollCounts counts() {
    return new PollCounts(cosigned.sum(), behind.sum(), failed.sum(), forked.sum());
  }
}
