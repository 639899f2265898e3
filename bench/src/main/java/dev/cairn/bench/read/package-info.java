/**
 * Readers that verify what writers wrote, while they write.
 *
 * <p>A <em>ledger</em> remembers where some of the acknowledged entries are, and what they were
 * made from. A <em>reader</em> picks one, reads it through the verifying client, and compares every
 * byte with what was sent.
 *
 * <pre>{@code
 * Ledger ledger = new Ledger();
 * try (Readers readers = Readers.of(server, key, 2, payload, ledger)) {
 *   Tally tally = readers.beside(writers).run(time, latencies);
 * }
 * }</pre>
 *
 * <p>How a proof is verified belongs to the client.
 */
@NullMarked
package dev.cairn.bench.read;

import org.jspecify.annotations.NullMarked;
