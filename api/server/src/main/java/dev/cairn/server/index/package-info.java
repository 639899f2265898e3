/**
 * Finds the index of an entry by its leaf hash.
 *
 * <p>The index follows the log behind the durable line, on a thread of its own, and holds nothing
 * that the log does not: it can be deleted, and is built anew. The newest hashes are in memory.
 * Each 65,536 of them become a <em>run</em>: a file of records of 16 bytes, sorted by the first
 * bytes of the hash, that never changes. Eight neighbouring runs are merged into one of eight times
 * the size, a little at a time, so that a log of any size has few runs. All writing is sequential.
 *
 * <pre>{@code
 * LeafIndex index = LeafIndex.start("log.example/1", folder, store);
 * sequencer.whenGrown(index::grown);
 * index.whenIndexed(size).thenRun(() -> index.find(leafHash)) …
 * }</pre>
 *
 * <p>Of several entries with the same bytes the first is found. No engine's type enters here, and
 * nothing here may hold up a commit.
 */
@NullMarked
package dev.cairn.server.index;

import org.jspecify.annotations.NullMarked;
