package dev.cairn.recorder.outbox;

/**
 * How much waits in an outbox.
 *
 * @param events events without an outcome
 * @param bytes bytes of the runs that have such events
 */
public record OutboxSize(long events, long bytes) {}
