package dev.cairn.server.web;

import dev.cairn.server.log.HostedLog;
import dev.cairn.server.tiles.PublishedTiles;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.tiles.TileCache;

/** A log with what HTTP needs of it. */
record ServedLog(HostedLog log, PublishedTiles tiles) {
  static ServedLog of(HostedLog log, int cachedTiles) {
    return new ServedLog(
        log,
        new PublishedTiles(
            log.origin(),
            log.tiles(),
            () -> log.publisher().published().head(),
            new TileCache(cachedTiles)));
  }

  /** The newest witnessed checkpoint where there is one, else the newest that the log signed. */
  SignedCheckpoint checkpoint() {
    return log.witnessed()
        .flatMap(witnesses -> witnesses.board().newest())
        .orElseGet(() -> log.publisher().published());
  }
}
