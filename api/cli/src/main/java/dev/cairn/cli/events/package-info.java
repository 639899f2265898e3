/**
 * The commands about audit events: record, get, search, tail, export, producers.
 *
 * <pre>{@code
 * cairn events record events.jsonl
 * cairn events search 'actor.id = "alice"'
 * }</pre>
 *
 * <p>No rule of events and no format enters here; what is checked is checked by the client.
 */
@NullMarked
package dev.cairn.cli.events;

import org.jspecify.annotations.NullMarked;
