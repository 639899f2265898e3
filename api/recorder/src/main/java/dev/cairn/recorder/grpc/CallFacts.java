package dev.cairn.recorder.grpc;

import com.google.protobuf.Message;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Stage;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that an event is made of, at the moment that it is about.
 *
 * @param id the event's
 * @param attemptId the ID of the event of the attempt; empty if there was none, or this is it
 * @param remaining how much of the deadline was left when the call arrived
 */
record CallFacts(
    String id,
    String attemptId,
    Stage stage,
    Instant time,
    MethodDescriptor<?, ?> method,
    CallPlan plan,
    Actor actor,
    CurrentCall.Said said,
    EventContext context,
    Status status,
    Optional<Duration> remaining,
    Duration duration,
    Direction requests,
    Direction responses) {

  /** The messages of one direction. */
  record Direction(String name, long count, List<Message> kept, boolean isStream) {}

  /** How many bytes of memory it holds, about. */
  long retainedBytes() {
    long bytes = 0;
    for (Message message : requests.kept()) {
      bytes += message.getSerializedSize();
    }
    for (Message message : responses.kept()) {
      bytes += message.getSerializedSize();
    }
    return bytes;
  }
}
