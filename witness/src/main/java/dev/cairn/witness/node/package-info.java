/**
 * A witness as a whole: its data folder open, reached over HTTP and gRPC.
 *
 * <pre>{@code
 * WitnessSettings settings = WitnessSettings.DEFAULT.withHttp(address);
 * try (RunningWitness running = RunningWitness.start(folder, passphrase, settings, clock)) {
 *   running.witness().addLogs(logs);
 *   …
 * }
 * }</pre>
 *
 * <p>Here the parts are put together; what they do is theirs.
 */
@NullMarked
package dev.cairn.witness.node;

import org.jspecify.annotations.NullMarked;
