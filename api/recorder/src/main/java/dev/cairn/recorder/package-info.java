/**
 * Records audit events: what a service calls, and what becomes of an event until the log has it.
 *
 * <p>Terms. An event is <em>offered</em> when it keeps the rules and was given to {@link
 * dev.cairn.recorder.AuditClient#record}; <em>spooled</em> once it is durable in the outbox of the
 * service; <em>acknowledged</em> once the log has shown that it is in it; a <em>dead letter</em> if
 * the log refuses it for good; <em>failed</em> if it never got into the outbox, and its future said
 * so. There is no other end: {@link dev.cairn.recorder.Counters} add up.
 *
 * <pre>{@code
 * var config = AuditClientConfig.of(ClientConfig.of(address, trust), folder).withKey(producerKey);
 * try (AuditClient audit = AuditClient.open(config)) {
 *   AuditEvent event = AuditEvents.event("/orders", "com.example.order.deleted", "delete")
 *       .by("user", "alice").on("order", "4711").attribute("reason", "duplicate").succeeded();
 *   audit.record(event).thenAccept(receipt -> ...);   // verified: it is in the log
 *   audit.spool(event).join();                        // or: durable here, and on its way
 * }
 * }</pre>
 *
 * <p>One thread, the <em>writer</em>, chains, seals and spools; another delivers ({@link
 * dev.cairn.recorder.delivery}). What may not enter: interceptors and logging systems, which are
 * packages of their own.
 */
@NullMarked
package dev.cairn.recorder;

import org.jspecify.annotations.NullMarked;
