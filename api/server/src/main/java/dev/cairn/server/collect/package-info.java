/**
 * Turns audit events into entries of the log.
 *
 * <p>The <em>collector</em> takes the events that wait as a run, says of each when and from whom it
 * came, seals the run with the log's key, and submits the entries to the sequencer, each under the
 * idempotency key of its event. So one signature serves many events, without a timer: a run is what
 * came while the last one was being sealed.
 *
 * <pre>{@code
 * Collector collector = Collector.start("log.example/1", key, sequencer::submit, clock);
 * collector.offer(new CollectedEvent(event, EventKey.of(source, id), "10.0.0.7", goal, whenDecided));
 * }</pre>
 *
 * <p>Whether an event keeps the rules is decided before; no network type enters here.
 */
@NullMarked
package dev.cairn.server.collect;

import org.jspecify.annotations.NullMarked;
