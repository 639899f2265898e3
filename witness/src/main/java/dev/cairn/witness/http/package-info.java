/**
 * The witness over HTTP: C2SP tlog-witness byte for byte.
 *
 * <pre>
 * POST /add-checkpoint                   200 signature lines; 400, 403, 404, 409, 422
 * POST /sign-subtree                     200 signature lines; 400, 403, 404, 422
 * GET  /&lt;hex SHA-256(origin)&gt;/checkpoint  200 the newest cosigned checkpoint; 404
 * GET  /                                 200 the witness's keys, for people
 * GET  /healthz                          200; 503 if nothing is cosigned any more
 * </pre>
 *
 * <p>409 has the known size as its body, of type {@code text/x.tlog.size}; every other refusal has
 * one line of text. What is larger than 16 KiB is answered 400 like all that is malformed: the
 * specification knows no 413. Beyond the specification are 405 for other methods, 429 with
 * Retry-After for more requests than are admitted, and 503 when the witness's storage has failed.
 * Who takes longer to send a request than he has time for is cut off without an answer.
 *
 * <pre>{@code
 * var handler = new WitnessHandler(witness, admission);
 * try (HttpEndpoint http = HttpEndpoint.start("witness-http", handler, address, limits)) { … }
 * }</pre>
 *
 * <p>The rules are elsewhere: here, an answer becomes a status code. Types of Jetty do not leave
 * this package.
 */
@NullMarked
package dev.cairn.witness.http;

import org.jspecify.annotations.NullMarked;
