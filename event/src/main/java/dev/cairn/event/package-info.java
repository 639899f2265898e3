/**
 * Audit events: the rules they keep, and their form in the log.
 *
 * <p>An <em>event</em> is an {@code AuditEvent}. It is <em>plainly valid</em> if a glance shows
 * that it breaks no rule; whatever is not, the rules decide on:
 *
 * <pre>{@code
 * EventRules rules = new EventRules();
 * List<FieldProblem> problems = rules.check(EventBytes.parse(bytes));
 * }</pre>
 *
 * <p>No network and no files enter here.
 */
@NullMarked
package dev.cairn.event;

import org.jspecify.annotations.NullMarked;
