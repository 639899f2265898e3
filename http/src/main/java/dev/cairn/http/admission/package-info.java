/**
 * How many requests a program takes at a time, over all ways to reach it.
 *
 * <p>A <em>peer</em> is whoever is at the other end of the connection: an IPv4 address, or the
 * network of 64 bits of an IPv6 address. Behind a proxy that is the proxy.
 *
 * <pre>{@code
 * String peer = Peer.of(remoteAddress);
 * if (!admission.enter(peer)) {
 *   return tooManyRequests();
 * }
 * try { … } finally { admission.leave(peer); }
 * }</pre>
 *
 * <p>Neither HTTP nor gRPC enters here.
 */
@NullMarked
package dev.cairn.http.admission;

import org.jspecify.annotations.NullMarked;
