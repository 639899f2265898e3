/**
 * The witness's decision whether to cosign a checkpoint (C2SP tlog-witness, add-checkpoint).
 *
 * <p>A <em>witness</em> remembers, for each log that it knows, the <em>known head</em>: the largest
 * tree head that it has cosigned. A <em>request</em> carries the next checkpoint, the <em>old
 * size</em> that the client believes is known, and the consistency proof between the two. The
 * <em>decision</em> is a function of known head and request, and of nothing else.
 *
 * <pre>{@code
 * AddCheckpointRequest request = AddCheckpointRequest.parse(body);
 * switch (new WitnessRule(log).decide(known, request)) {
 *   case Decision.Cosign cosign -> replace(known, cosign); // persist first, only then sign
 *   case Decision.Conflict conflict -> answer(409, conflict.knownSize() + "\n");
 *   case Decision.Refused refused -> answer(refused.reason().httpStatus(), refused.message());
 * }
 * }</pre>
 *
 * <p>Nothing may enter that reads sockets, files, clocks or private keys, and nothing of the log's
 * server: a witness that shares the log's storage shares its bugs.
 */
@NullMarked
package dev.cairn.witness;

import org.jspecify.annotations.NullMarked;
