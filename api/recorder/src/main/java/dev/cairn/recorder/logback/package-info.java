/**
 * Records audit events from the log lines of existing code.
 *
 * <p>A line is <em>marked</em> if it has an {@link dev.cairn.recorder.logback.AuditMarker}, or a
 * marker of that name; the {@link dev.cairn.recorder.logback.AuditAppender} makes an event of each
 * marked line and leaves the others alone. What the marker does not say, the line's key-value pairs
 * do, and then the MDC:
 *
 * <pre>{@code
 * LOGGER.atInfo()
 *     .addMarker(AuditMarkers.event("com.example.order.deleted", "delete").by("user", user))
 *     .addKeyValue("target.type", "order").addKeyValue("target.id", id)
 *     .addKeyValue("reason", "duplicate")
 *     .log("order {} deleted", id);
 * }</pre>
 *
 * <p>{@code logback.xml} names the appender as it does any other; Logback is needed by nothing else
 * in this module. What may not enter: how events are kept and delivered.
 */
@NullMarked
package dev.cairn.recorder.logback;

import org.jspecify.annotations.NullMarked;
