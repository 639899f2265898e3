/**
 * Reads anybody's log that is published as static files (C2SP tlog-tiles): over HTTP, HTTPS or from
 * a folder.
 *
 * <p>Terms. A <em>location</em> is where the files are: the URL that their paths are below, or a
 * folder. What is there, but cannot be the file, is <em>malformed</em>; what cannot be had now is
 * an {@link java.io.IOException}.
 *
 * <pre>{@code
 * try (TiledLogReader log = TiledLogReader.open(TilesLocation.parse("https://log.example/"))) {
 *   SignedCheckpoint head = SignedCheckpoint.open(log.checkpoint(), vkey);
 *   TiledTree tree = new TiledTree(head.head(), log, new TileCache(1_024));
 *   EntryBundle first = tree.entries(0); // verified against the head
 * }
 * }</pre>
 *
 * <p>What may not enter: what a log's files mean, and whether they are to be believed. That is
 * {@link dev.cairn.tree.tiles.TiledTree}'s.
 */
@NullMarked
package dev.cairn.client.tiles;

import org.jspecify.annotations.NullMarked;
