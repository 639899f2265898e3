/**
 * A service that records its calls, and what they do, in a log: read {@link
 * dev.cairn.example.Orders} and {@link dev.cairn.example.OrdersMain}, and the README beside them.
 *
 * <p>An <em>order</em> is placed and may be cancelled. Each call is an event by itself, without a
 * line in the handlers; what a call did is another, written by hand:
 *
 * <pre>{@code
 * audit.spool(AuditEvents.event("/orders", "com.example.order.placed", "place")
 *     .by("user", customer).on("order", id).within(AuditContext.eventContext()).succeeded()).join();
 * }</pre>
 *
 * <p>What may not enter: anything that a service of one's own could not have.
 */
@NullMarked
package dev.cairn.example;

import org.jspecify.annotations.NullMarked;
