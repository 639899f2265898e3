package dev.cairn.server.grpc;

import dev.cairn.server.log.HostedLog;
import java.util.concurrent.CompletableFuture;

/** When a log can take events. */
final class EventReadiness {
  private EventReadiness() {}

  /**
   * Completes when the log can take events.
   *
   * @param sealed whether producers' keys are needed to check them
   */
  static CompletableFuture<Void> of(HostedLog log, boolean sealed) {
    log.events().expect();
    return sealed ? log.events().whenProducersKnown() : CompletableFuture.completedFuture(null);
  }
}
