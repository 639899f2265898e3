package dev.cairn.recorder.outbox;

import com.google.rpc.Status;
import dev.cairn.audit.v1.AuditEvent;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * An event that the log refused for good.
 *
 * @param id its number among the folder's dead letters, from 1, never used twice
 * @param producer the producer that had sealed it; empty if it was not sealed
 * @param sequence the sequence that it had; empty if it was not sealed
 * @param event the event, byte for byte as it was sent
 * @param status why it was refused, as the log said it
 * @param reason the reason of the status' ErrorInfo in UPPER_SNAKE; empty if there was none
 * @param since when it was refused, by the service's clock, in milliseconds
 */
public record DeadLetter(
    long id,
    String producer,
    OptionalLong sequence,
    AuditEvent event,
    Status status,
    String reason,
    Instant since) {}
