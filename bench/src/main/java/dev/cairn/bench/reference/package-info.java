/**
 * The references: what the machine does when Cairn adds nothing.
 *
 * <p>A <em>raw echo</em> is a gRPC server that returns each message as it came. <em>Bare LMDB</em>
 * stores entries under their index, in commits of a thousand, and hashes nothing. An
 * <em>fdatasync</em> makes one overwritten block of 4 KiB durable.
 *
 * <pre>{@code
 * new Fdatasync(folder).run(50, Duration.ofMillis(200), nanos);
 * }</pre>
 *
 * <p>Nothing of Cairn's server enters here.
 */
@NullMarked
package dev.cairn.bench.reference;

import org.jspecify.annotations.NullMarked;
