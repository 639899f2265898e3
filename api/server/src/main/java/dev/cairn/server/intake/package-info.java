/**
 * Makes a stranger's request a checked value, or refuses it.
 *
 * <p>A <em>refusal</em> is what a caller is told: one of few kinds, each with one gRPC status (see
 * {@code dev.cairn.server.grpc.Statuses}).
 *
 * <pre>{@code
 * HostedLog log = intake.check(request, request.getLog());
 * }</pre>
 *
 * <p>Nothing is stored or signed here.
 */
@NullMarked
package dev.cairn.server.intake;

import org.jspecify.annotations.NullMarked;
