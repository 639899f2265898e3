/**
 * The threads that a log runs on, and the time that they wait by.
 *
 * <pre>{@code
 * Thread writer = threads.unstarted("store " + name, this::run);
 * left = threads.awaitNanos(changed, left);
 * }</pre>
 *
 * <p>What threads do does not enter here.
 */
@NullMarked
package dev.cairn.server.thread;

import org.jspecify.annotations.NullMarked;
