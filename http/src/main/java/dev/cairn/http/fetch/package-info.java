/**
 * Fetches files of strangers over HTTP, bounded in bytes and in time.
 *
 * <p>The <em>guard</em> decides which addresses may be connected to: a URL in somebody's
 * configuration must not reach what only this machine can reach. A <em>deadline</em> holds for a
 * whole conversation, however slowly its bytes come.
 *
 * <pre>{@code
 * try (HttpFetcher http = new HttpFetcher(new AddressGuard(false), "cairn-witness")) {
 *   Optional<byte[]> file = http.get(uri, 8_192, Deadline.after(Duration.ofSeconds(10)));
 * }
 * }</pre>
 *
 * <p>Nothing that is fetched is looked into. No redirect is followed, no cookie kept, no proxy
 * used.
 */
@NullMarked
package dev.cairn.http.fetch;

import org.jspecify.annotations.NullMarked;
