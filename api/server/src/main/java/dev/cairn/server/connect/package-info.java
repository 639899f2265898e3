/**
 * Who may connect for gRPC, below all protocols.
 *
 * <p>A <em>peer</em> is an IPv4 address or an IPv6 network of 64 bits. A connection beyond what all
 * peers, or its own, may have is closed as soon as it is accepted, before anything is kept for it.
 *
 * <pre>{@code
 * Connections connections = new Connections(2_048, 256);
 * builder.channelFactory(connections::serverChannel)
 *     .bossEventLoopGroup(connections.acceptors())
 *     .workerEventLoopGroup(connections.workers());
 * }</pre>
 *
 * <p>No call, no message and no log enters here.
 */
@NullMarked
package dev.cairn.server.connect;

import org.jspecify.annotations.NullMarked;
