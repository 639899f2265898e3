package dev.cairn.cli.serve;

import dev.cairn.server.log.HostedLog;
import dev.cairn.server.witness.PolicyFile;
import dev.cairn.server.witness.PolicyFileException;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads policy files again when they have changed. With an error, the last good one stays. */
final class PolicyWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);
  private static final long SECONDS = 1;

  private final List<Watched> files = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("policies").factory());

  /** Watches the file that the log's policy was read from. */
  void add(Path file, HostedLog log) {
    files.add(new Watched(file, log));
  }

  void start() {
    if (!files.isEmpty()) {
      var _ =
          timer.scheduleWithFixedDelay(
              () -> files.forEach(Watched::look), SECONDS, SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** What tells one state of a file from another. */
  private record Stamp(FileTime modified, long size) {
    private static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1);

    static Stamp of(Path file) {
      try {
        return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
      } catch (IOException e) {
        return MISSING;
      }
    }
  }

  private static final class Watched {
    private final Path file;
    private final HostedLog log;
    private Stamp stamp;

    Watched(Path file, HostedLog log) {
      this.file = file;
      this.log = log;
      this.stamp = Stamp.of(file);
    }

    void look() {
      Stamp now = Stamp.of(file);
      if (now.equals(stamp)) {
        return;
      }
      stamp = now;
      try {
        WitnessPolicy policy = PolicyFile.read(file, log.verifierKey());
        log.witnessed().orElseThrow().use(policy);
        LOG.info("The policy of {} was read again from {}", log.origin(), file);
      } catch (PolicyFileException e) {
        LOG.error("The policy of {} stays as it was: {}", log.origin(), e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("The policy of {} could not be changed", log.origin(), e);
      }
    }
  }
}
