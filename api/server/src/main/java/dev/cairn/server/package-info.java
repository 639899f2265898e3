/**
 * The log server: hosts one or more logs and serves them over gRPC.
 *
 * <p>The way through: {@code grpc} takes a call, {@code intake} makes a checked value of it, {@code
 * sequence} gives it a place and commits it to the {@code store}, {@code publish} signs what is
 * durable, {@code read} serves what is published.
 *
 * <pre>{@code
 * try (Server server = Server.start(settings, logs)) {
 *   server.awaitTermination();
 * }
 * }</pre>
 *
 * <p>Only assembly happens in this package; no logic enters here.
 */
@NullMarked
package dev.cairn.server;

import org.jspecify.annotations.NullMarked;
