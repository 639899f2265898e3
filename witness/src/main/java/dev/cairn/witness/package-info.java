/**
 * The witness: which checkpoints it cosigns (C2SP tlog-witness, add-checkpoint), and what has to be
 * durable before it does.
 *
 * <p>A <em>witness</em> remembers, for each log that it knows, the <em>known head</em>: the largest
 * tree head that it has cosigned. A <em>request</em> carries the next checkpoint, the <em>old
 * size</em> that the client believes is known, and the consistency proof between the two. The
 * <em>decision</em> is a function of known head and request, and of nothing else: {@code
 * WitnessRule}. The <em>answer</em> is what comes of it once the next head is durable: {@code
 * Witness}.
 *
 * <pre>{@code
 * Witness witness = new Witness(WitnessStore.open(folder), keys, InstantSource.system());
 * switch (witness.addCheckpoint(AddCheckpointRequest.parse(body))) {
 *   case WitnessAnswer.Cosigned cosigned -> answer(200, cosigned.lines());
 *   case WitnessAnswer.Conflict conflict -> answer(409, conflict.knownSize() + "\n");
 *   case WitnessAnswer.Refused refused -> answer(refused.reason().httpStatus(), refused.message());
 *   case WitnessAnswer.Stopped stopped -> answer(503, stopped.message());
 * }
 * }</pre>
 *
 * <p>No socket and no file enters here but the store's, and nothing of the log's server: a witness
 * that shares the log's storage shares its bugs. The rule and the request read no clock, no key
 * that signs and no store.
 */
@NullMarked
package dev.cairn.witness;

import org.jspecify.annotations.NullMarked;
