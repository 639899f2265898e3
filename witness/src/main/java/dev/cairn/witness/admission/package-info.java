/**
 * How many requests a witness takes at a time, over all ways to reach it.
 *
 * <p>A <em>peer</em> is whoever is at the other end of the connection: an IP address. Behind a
 * proxy that is the proxy.
 *
 * <pre>{@code
 * if (!admission.enter(peer)) {
 *   return tooManyRequests();
 * }
 * try { … } finally { admission.leave(peer); }
 * }</pre>
 *
 * <p>No network type enters here.
 */
@NullMarked
package dev.cairn.witness.admission;

import org.jspecify.annotations.NullMarked;
