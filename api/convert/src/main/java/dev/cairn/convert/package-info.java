/**
 * Audit events in the formats of others, and out of them: JSON lines, CSV, CloudEvents and OCSF.
 *
 * <p>An <em>exported event</em> is an entry of the log on its way out, with its index, what the
 * collector said of it and perhaps its proof; a <em>foreign</em> CloudEvent is one that was not
 * made of an AuditEvent. Writers write one event after the other, readers read one after the other:
 *
 * <pre>{@code
 * try (EventWriter writer = EventFormat.CSV.writer(out)) {
 *   writer.write(new ExportedEvent(7, LoggedEntry.parse(entry), ""));
 * }
 * }</pre>
 *
 * <p>What was read keeps no rules yet: {@link dev.cairn.event.EventRules} has the say. No network
 * and no log enters here.
 */
@NullMarked
package dev.cairn.convert;

import org.jspecify.annotations.NullMarked;
