package dev.cairn.cli.events;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.client.Ack;
import dev.cairn.client.AckCheck.Outcome;
import dev.cairn.client.LogException;
import dev.cairn.client.events.EventClient;
import dev.cairn.client.events.EventRecording;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Records events that nobody seals, over one stream. */
final class UnsealedSink implements EventSink {
  private static final int MAX_BATCH_BYTES = 256 << 10;

  private final EventRecording recording;
  private final Tally tally;
  private final List<AuditEvent> batch = new ArrayList<>();
  private final Deque<String> places = new ArrayDeque<>();
  private int bytes;

  UnsealedSink(EventClient events, Ack ack, Tally tally) throws LogException {
    this.recording = events.record(ack);
    this.tally = tally;
  }

  @Override
  public void offer(String where, AuditEvent event) throws LogException {
    batch.add(event);
    places.add(where);
    bytes += event.getSerializedSize();
    if (batch.size() == EventRecording.MAX_EVENTS || bytes >= MAX_BATCH_BYTES) {
      send();
    }
  }

  private void send() throws LogException {
    while (!recording.hasRoomFor(batch.size())) {
      take();
    }
    recording.send(batch);
    batch.clear();
    bytes = 0;
  }

  private void take() throws LogException {
    for (Outcome outcome : recording.take()) {
      String where = places.remove();
      switch (outcome) {
        case Outcome.Placed placed ->
            tally.recorded(
                placed.entry().index(), placed.entry().deduplicated(), placed.entry().ack());
        case Outcome.Refused refused ->
            tally.refused(where, String.valueOf(refused.why().getMessage()));
      }
    }
  }

  @Override
  public void finish() throws LogException {
    if (!batch.isEmpty()) {
      send();
    }
    while (recording.inFlight() > 0) {
      take();
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
