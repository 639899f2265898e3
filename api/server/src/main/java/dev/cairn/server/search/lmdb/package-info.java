/**
 * The file of the index of events: tables of bytes on LMDB.
 *
 * <p>One writer commits a segment at a time, with all its blocks in the order of their keys, so
 * that writing is sequential; readers take no lock of it. What the bytes mean, and whether they are
 * right, is the caller's to know.
 *
 * <pre>{@code
 * try (IndexFile file = IndexFile.open(folder)) {
 *   file.write(out -> out.append(Table.BLOCKS, key, value));
 *   Optional<IndexFile.Row> row = file.floor(Table.BLOCKS, key);
 * }
 * }</pre>
 *
 * <p>No type of lmdbjava, and no buffer of it, leaves this package, and nothing of events enters.
 */
@NullMarked
package dev.cairn.server.search.lmdb;

import org.jspecify.annotations.NullMarked;
