package dev.cairn.server.web;

import dev.cairn.server.log.HostedLog;
import dev.cairn.server.tiles.PublishedTiles;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.tiles.TileCache;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A log with what HTTP needs of it.
 *
 * @param shown the checkpoint that was shown last
 */
record ServedLog(HostedLog log, PublishedTiles tiles, AtomicReference<SignedCheckpoint> shown) {
  static ServedLog of(HostedLog log, int cachedTiles) {
    return new ServedLog(
        log,
        new PublishedTiles(
            log.origin(),
            log.tiles(),
            () -> log.publisher().published().head(),
            new TileCache(cachedTiles)),
        new AtomicReference<>(newest(log)));
  }

  /**
   * The newest witnessed checkpoint where there is one, else the newest that the log signed; never
   * a smaller one than before: the first quorum, or that of a new policy, may come for a head that
   * is behind the signed one that stood in for it.
   */
  SignedCheckpoint checkpoint() {
    return shown.accumulateAndGet(
        newest(log), (before, now) -> now.head().size() < before.head().size() ? before : now);
  }

  private static SignedCheckpoint newest(HostedLog log) {
    return log.witnessed()
        .flatMap(witnesses -> witnesses.board().newest())
        .orElseGet(() -> log.publisher().published());
  }
}
