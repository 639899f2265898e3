package dev.cairn.server.grpc;

import java.util.Optional;

/**
 * Counts what is kept of outcomes until it can be sent, along with what the caller has not read.
 * Not thread-safe.
 */
final class KeptOutcomes {
  /** So little is not counted: most outcomes are sent at once. */
  private static final int UNCOUNTED_BYTES = 4 << 10;

  private final Optional<WatchedCall<?, ?>> call;
  private long kept;
  private long counted;

  private KeptOutcomes(Optional<WatchedCall<?, ?>> call) {
    this.call = call;
  }

  static KeptOutcomes ofCurrentCall() {
    return new KeptOutcomes(Arriving.current().flatMap(Arriving::call));
  }

  /** Keeps more. Returns whether there is room for it. */
  boolean add(long bytes) {
    kept += bytes;
    return kept - counted <= UNCOUNTED_BYTES || count();
  }

  /** Keeps less. */
  void remove(long bytes) {
    kept -= bytes;
    if (kept == 0 || counted - kept > UNCOUNTED_BYTES) {
      var _ = count();
    }
  }

  private boolean count() {
    long change = kept - counted;
    counted = kept;
    return change == 0 || call.isEmpty() || call.get().keep(change);
  }
}
