/**
 * Where a log's checkpoints and proofs are fetched from, by a witness that polls.
 *
 * <p>A <em>source</em> is a place on the network: C2SP tlog-tiles over HTTP, or Cairn's own gRPC. A
 * <em>visit</em> is one conversation with it, bounded in time as a whole and in the bytes that it
 * takes. The <em>guard</em> decides which addresses may be connected to: a URL in somebody's
 * configuration must not reach what only this machine can reach.
 *
 * <pre>{@code
 * try (Sources sources = new Sources(new AddressGuard(false));
 *     Visit visit = sources.of(PollUrl.parse("https://log.example/"), origin).visit(timeout)) {
 *   SignedCheckpoint next = SignedCheckpoint.open(visit.checkpoint(), key);
 *   List<Hash> proof = visit.consistency(known.size(), next.head().size());
 * }
 * }</pre>
 *
 * <p>Nothing that a source says is verified here but its form: signatures and proofs are the
 * caller's. What may not enter: the witness's state, schedules, and whom to trust.
 */
@NullMarked
package dev.cairn.witness.source;

import org.jspecify.annotations.NullMarked;
