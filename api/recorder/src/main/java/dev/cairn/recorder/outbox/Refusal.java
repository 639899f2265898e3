package dev.cairn.recorder.outbox;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import java.util.OptionalLong;

/**
 * An event to be made a dead letter.
 *
 * @param event the serialized event
 * @param producer the producer that sealed it; empty if it is not sealed
 * @param sequence the sequence that it has; empty if it is not sealed
 * @param status why the log refused it
 */
public record Refusal(ByteString event, String producer, OptionalLong sequence, Status status) {}
