/**
 * {@code cairn demo}: the whole way of an entry, on a temporary log.
 *
 * <pre>{@code
 * cairn demo --input /var/log/syslog --exit
 * }</pre>
 *
 * <p>It shows what the other commands do, with the same server and the same client, over a real
 * socket; nothing is faked and nothing is left behind.
 */
@NullMarked
package dev.cairn.cli.demo;

import org.jspecify.annotations.NullMarked;
