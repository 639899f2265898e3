/**
 * Benchmarks of what others notice while strangers abuse the server.
 *
 * <p>An <em>abuse</em> is what a stranger does again and again, by frames of HTTP/2 made by hand,
 * from another address of the loopback network than the <em>others</em>, who append at a modest
 * rate.
 *
 * <pre>{@code
 * cairn bench abuse --duration 20
 * }</pre>
 *
 * <p>That what a stranger does is bounded is the business of the server's tests, not of this
 * package.
 */
@NullMarked
package dev.cairn.bench.abuse;

import org.jspecify.annotations.NullMarked;
