/**
 * The log over gRPC: {@code cairn.log.v1.LogService}.
 *
 * <p>Appends run on the network's threads and never block; reads run on a bounded pool. {@code
 * Statuses} is the only class that knows of gRPC statuses.
 *
 * <pre>{@code
 * ServerBuilder builder = …;
 * builder.addService(new LogService(intake, readers, streamers, streams, 512));
 * }</pre>
 *
 * <p>Nothing is decided here about the log; nothing is stored or signed here.
 */
@NullMarked
package dev.cairn.server.grpc;

import org.jspecify.annotations.NullMarked;
