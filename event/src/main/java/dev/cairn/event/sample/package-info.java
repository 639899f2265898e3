/**
 * Sample data: audit events as a shop's services would make them, for demonstrations, benchmarks
 * and tests.
 *
 * <p>A <em>request</em> is what one actor asks of the services at one time; its events share a
 * trace. For one seed the events are the same everywhere:
 *
 * <pre>{@code
 * SampleEvents events = new SampleEvents(7, Instant.parse("2026-01-01T00:00:00Z"), 1_000);
 * AuditEvent first = events.next();
 * }</pre>
 *
 * <p>Nothing enters that reads a clock or a source of chance that has no seed.
 */
@NullMarked
package dev.cairn.event.sample;

import org.jspecify.annotations.NullMarked;
