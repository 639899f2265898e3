/**
 * A copy of a log from which its entries can be had again: a backup, or the log's static files in a
 * folder or behind a URL.
 *
 * <p>Whatever is taken from a copy is verified against a checkpoint that the log has signed. Only a
 * backup has idempotency keys; of a log's static files, those of events follow from the entries.
 *
 * <pre>{@code
 * try (LogCopy copy = LogCopy.open("https://log.example/", Optional.of(vkey))) {
 *   new CopiedEntries(copy, 0).addTo(fill);
 * }
 * }</pre>
 *
 * <p>What may not enter: what is made of the entries.
 */
@NullMarked
package dev.cairn.backup.copy;

import org.jspecify.annotations.NullMarked;
