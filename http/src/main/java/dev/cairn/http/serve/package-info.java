/**
 * An HTTP/1.1 endpoint whose connections are bounded: in number, in number for each peer, and in
 * the time that a request may take to arrive.
 *
 * <p>A <em>handler</em> answers requests, each on a virtual thread of its own. Jetty's limits of
 * idleness begin anew with every byte; a <em>timed connection</em> cuts off who drips.
 *
 * <pre>{@code
 * try (HttpEndpoint http = HttpEndpoint.start("log-http", handler, address, HttpLimits.DEFAULT)) {
 *   announce(http.port());
 * }
 * }</pre>
 *
 * <p>What is answered is the handler's. No log and no witness enters here.
 */
@NullMarked
package dev.cairn.http.serve;

import org.jspecify.annotations.NullMarked;
