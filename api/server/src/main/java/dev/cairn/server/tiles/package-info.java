/**
 * A log's tiles and entry bundles, cut from its store.
 *
 * <p>What is served is bounded by a <em>published</em> head, and verified against it first. A file
 * that does not hash to the tree is <em>damaged</em>: it is never served, an error is logged, and
 * the damage is remembered, so that health can show it; what is good is served on. A bundle is
 * <em>packed</em> if it is compressed by gzip.
 *
 * <pre>{@code
 * PublishedTiles tiles = new PublishedTiles(origin, source, () -> publisher.published().head(), cache);
 * Optional<HashTile> tile = tiles.tile(Tile.parse("tile/0/000.p/17"));   // empty: beyond the head
 * }</pre>
 *
 * <p>Reads only: nothing waits for a commit, and no commit for this. Neither HTTP nor signatures
 * enter here.
 */
@NullMarked
package dev.cairn.server.tiles;

import org.jspecify.annotations.NullMarked;
