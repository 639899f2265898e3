/**
 * A {@link dev.cairn.server.store.LogStore} on LMDB: one memory-mapped file, one writer, readers
 * that take no lock of it.
 *
 * <p>LMDB's terms: a <em>page</em> is 4,096 bytes; a value too big for half a page lies in
 * <em>overflow pages</em> of its own, behind a header of 16 bytes. So values of 4,080 bytes fill
 * the file best, and small things are kept many to a value:
 *
 * <ul>
 *   <li>{@code entries}: index of the first entry → a <em>pack</em> of consecutive entries
 *   <li>{@code hashes}: level and chunk number → a <em>chunk</em> of 127 consecutive node hashes
 *   <li>{@code keys}: idempotency key → what it was used for, with a checksum
 *   <li>{@code checkpoints}: tree size → signed note
 *   <li>{@code meta}: format version, origin, tree head
 * </ul>
 *
 * <p>The newest pack and chunks are written anew as they grow.
 *
 * <pre>{@code
 * LmdbLogStore.create(folder, "log.example/1");
 * try (LogStore store = LmdbLogStore.open(folder, "log.example/1")) { … }
 * }</pre>
 *
 * <p>LMDB trusts its pages, and a flipped bit in one can end the process. So it only writes, and
 * holds the snapshots that are read: {@code TreeCursor} reads their pages, each checked before it
 * leads anywhere, and {@code CommitGuard} looks at those that a commit will change.
 *
 * <p>No type of lmdbjava, and no buffer of it, leaves this package: a buffer used after its
 * transaction shows other bytes, and after closing it ends the process. Only {@code Environment}
 * begins transactions.
 */
@NullMarked
package dev.cairn.server.store.lmdb;

import org.jspecify.annotations.NullMarked;
