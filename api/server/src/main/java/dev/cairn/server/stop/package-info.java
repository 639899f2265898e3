/**
 * Why a log stops, and what follows from it.
 *
 * <p>A log that has <em>stopped</em> accepts nothing more and signs nothing more. What is published
 * is still served, unless the storage itself has failed: then the process <em>leaves</em>, because
 * after a failed write or sync nobody knows what the operating system holds of the files in memory,
 * and a second sync would say that all is well.
 *
 * <pre>{@code
 * StopCause cause = StopCause.of("a commit failed", exception);
 * if (cause.mustLeave()) { … }
 * }</pre>
 *
 * <p>Nothing is stopped here, and no type of any other part of the server but the store's exception
 * enters.
 */
@NullMarked
package dev.cairn.server.stop;

import org.jspecify.annotations.NullMarked;
