/**
 * A log as static files: C2SP tlog-tiles.
 *
 * <p>Terms. A <i>tile</i> is a file of up to 256 hashes of one level of the tree, a <i>bundle</i> a
 * file of the entries under a tile of level 0. A <i>full</i> file has 256 of them and never
 * changes; a <i>partial</i> one is at the right edge of some tree, the <i>edge</i>. A <i>source</i>
 * gives files: a web server, a folder, a store.
 *
 * <p>Nothing that a source gives is believed. The tiles of the edge must fold to the root of a
 * signed head; every full tile must hash to its place in the tile above it; every entry must hash
 * to its place in its tile. What is checked once is cached, and looked up again only by that place,
 * so that the cache can be shared by the heads of a growing log.
 *
 * <pre>{@code
 * TiledTree tree = new TiledTree(checkpoint.head(), source, new TileCache(1_024));
 * List<Hash> proof = tree.inclusion(index);                // throws, naming the tile that is wrong
 * byte[] entry = tree.entries(index / 256).entry((int) (index % 256));
 * }</pre>
 *
 * <p>What may not enter: how files are fetched or kept, signatures, and whose head it is.
 */
@NullMarked
package dev.cairn.tree.tiles;

import org.jspecify.annotations.NullMarked;
