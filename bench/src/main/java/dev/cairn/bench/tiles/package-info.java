/**
 * How fast a log's tiles are read, and what that costs appends.
 *
 * <p>The log that is read is filled first. Its tiles are verified once, against its signed
 * checkpoint; then every answer under load must be one of them, byte for byte. The reference is
 * plain Jetty, which gives as many bytes to the same load.
 *
 * <pre>{@code
 * try (TiledLog log = TiledLog.fill(server, plan)) {
 *   FileLoad load = FileLoad.closed(server.http(), 32, log.fullTiles());
 * }
 * }</pre>
 *
 * <p>What is in a tile is not decided here.
 */
@NullMarked
package dev.cairn.bench.tiles;

import org.jspecify.annotations.NullMarked;
