/**
 * What a witness must never forget: which logs it knows, and the newest checkpoint of each that it
 * was about to cosign. One LMDB file, one writer, readers that take no lock of it.
 *
 * <ul>
 *   <li>{@code logs}: SHA-256 of the origin → the log's vkey
 *   <li>{@code heads}: the same → the newest checkpoint with the log's own signature lines, or
 *       nothing if none was ever cosigned. Every log has a row here: one that is missing is damage,
 *       not a log without a past
 *   <li>{@code cosigned}: the same → tree size, time, and the note to show to others; written a
 *       moment later than the head
 *   <li>{@code meta}: the format version, without which a file is no store
 * </ul>
 *
 * <p>A <em>replacement</em> exchanges the head that a decision was made on for the next one, or
 * does nothing if another came first. All that wait are made in one transaction.
 *
 * <pre>{@code
 * WitnessStore.create(folder);
 * try (WitnessStore store = WitnessStore.open(folder)) {
 *   StoredLog log = store.log(originHash).orElseThrow();
 *   boolean durable = store.replaceHead(originHash, log.head(), next);
 * }
 * }</pre>
 *
 * <p>Nothing is verified here and nothing signed: notes and keys are text. No type of lmdbjava, and
 * no buffer of it, leaves this package: a buffer used after its transaction shows other bytes, and
 * after closing it ends the process.
 */
@NullMarked
package dev.cairn.witness.store;

import org.jspecify.annotations.NullMarked;
