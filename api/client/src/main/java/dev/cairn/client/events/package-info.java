/**
 * Audit events of a log, read with the eyes of its verifying client.
 *
 * <p>An event is given as a {@link dev.cairn.client.events.VerifiedEvent}: decoded here from the
 * entry's bytes, never by the server, sealed by the log's key, the one that was asked for, and
 * proved to be in a tree that the client believes in ({@link dev.cairn.client.LogClient}). What
 * only the server says, such as the keys of producers, is <em>claimed</em>, and named so.
 *
 * <pre>{@code
 * try (EventClient events = EventClient.open(config)) {
 *   Filter filter = Filter.parse("actor.id = \"alice\" AND outcome.status != SUCCESS");
 *   try (SearchCursor found = events.search(EventSearch.of(filter))) {
 *     for (var next = found.next(); next.isPresent(); next = found.next()) {
 *       System.out.println(next.get().event().getAction());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>No seal of a producer, no outbox and no format of others enters here.
 */
@NullMarked
package dev.cairn.client.events;

import org.jspecify.annotations.NullMarked;
