package dev.cairn.server.grpc;

import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a log can take events. */
final class EventReadiness {
  private static final long PATIENCE_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(EventReadiness.class);

  private EventReadiness() {}

  /**
   * Completes when the log can take events.
   *
   * @param sealed whether producers' keys are needed to check them
   */
  static CompletableFuture<Void> of(HostedLog log, boolean sealed) {
    if (log.isReadOnly()) {
      throw new RefusedException(new Refusal.LogReadOnly(log.stoppedBy().orElse("")));
    }
    try {
      log.events().expect();
    } catch (DataFolderException e) {
      LOG.error("The log cannot take events", e);
      throw new RefusedException(new Refusal.StoreFull());
    }
    return sealed ? producersKnown(log) : CompletableFuture.completedFuture(null);
  }

  private static CompletableFuture<Void> producersKnown(HostedLog log) {
    return log.events()
        .whenProducersKnown()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionallyCompose(
            _ -> CompletableFuture.failedFuture(new RefusedException(new Refusal.SearchStopped())));
  }
}
