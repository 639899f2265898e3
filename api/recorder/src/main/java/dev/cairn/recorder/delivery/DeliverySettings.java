package dev.cairn.recorder.delivery;

import dev.cairn.client.Ack;
import java.time.Duration;

/**
 * How to deliver.
 *
 * @param ack how far an event must have come to be logged
 * @param deadline the longest that the log may be silent while it owes an answer
 * @param maxInFlight the most events that are sent and not decided, whatever credit the log gives
 */
public record DeliverySettings(Ack ack, Duration deadline, int maxInFlight) {}
