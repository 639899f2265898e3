package dev.cairn.client.events;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.client.Ack;
import dev.cairn.client.AckCheck;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.event.LoggedEntry;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import io.grpc.stub.BlockingClientCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * A stream of events that nobody seals. Of each the outcome is verified: that the entry has the
 * event's bytes, that the log's key has sealed it, and, above {@link Ack#DURABLE}, that a signed
 * head covers it. After a failure it is unknown what became of those without an outcome; to record
 * them again records none twice. For one thread.
 */
public final class EventRecording implements AutoCloseable {
  /** The most events that are sent at once. */
  public static final int MAX_EVENTS = 256;

  /** The most events without an outcome, where the log allows more. */
  private static final int MAX_IN_FLIGHT = 2_048;

  private final EventCalls calls;
  private final BlockingClientCall<RecordEventsRequest, RecordEventsResponse> call;
  private final AckCheck acks;
  private final CollectorSeals seals;
  private final TreeHasher hasher = new TreeHasher();
  private final Deque<ByteString> inFlight = new ArrayDeque<>();
  private final int credit;

  private EventRecording(EventCalls calls, LogClient log, Ack ack) throws LogException {
    this.calls = calls;
    this.acks = log.ackCheck(ack);
    this.seals = new CollectorSeals(log.trust().key());
    this.call = calls.streams().recordEvents();
    boolean opened = false;
    try {
      calls.send(
          call,
          RecordEventsRequest.newBuilder().setLog(log.trust().origin()).setAck(level(ack)).build());
      this.credit = Math.min(answer().getCredit(), MAX_IN_FLIGHT);
      if (credit < MAX_EVENTS) {
        throw new CheckFailedException("the log lets " + credit + " events be unacknowledged");
      }
      opened = true;
    } finally {
      if (!opened) {
        EventCalls.cancel(call);
      }
    }
  }

  static EventRecording open(EventCalls calls, LogClient log, Ack ack) throws LogException {
    return new EventRecording(calls, log, ack);
  }

  private static AckLevel level(Ack ack) {
    return switch (ack) {
      case DURABLE -> AckLevel.ACK_LEVEL_DURABLE;
      case SIGNED -> AckLevel.ACK_LEVEL_SIGNED;
      case WITNESSED -> AckLevel.ACK_LEVEL_WITNESSED;
    };
  }

  private RecordEventsResponse answer() throws LogException {
    return calls
        .nextSoon(call)
        .orElseThrow(() -> new UnreachableException("the log has ended the stream of events"));
  }

  /** How many events have no outcome yet. */
  public int inFlight() {
    return inFlight.size();
  }

  /** Whether so many events can be sent before outcomes are taken. */
  public boolean hasRoomFor(int events) {
    return inFlight.size() + events <= credit;
  }

  /**
   * Sends events.
   *
   * @param events 1 to {@value #MAX_EVENTS}, together below the server's limit on messages (1 MiB
   *     unless configured otherwise)
   * @throws IllegalArgumentException if there are none, too many, or no room for them
   */
  public void send(List<AuditEvent> events) throws LogException {
    if (events.isEmpty() || events.size() > MAX_EVENTS || !hasRoomFor(events.size())) {
      throw new IllegalArgumentException(events.size() + " events, 1 to what there is room for");
    }
    List<ByteString> bytes = events.stream().map(AuditEvent::toByteString).toList();
    EventRun run = EventRun.newBuilder().addAllEvents(bytes).build();
    calls.send(call, RecordEventsRequest.newBuilder().setRun(run).build());
    inFlight.addAll(bytes);
  }

  /**
   * Waits for outcomes.
   *
   * @return at least one, in the order of the events
   * @throws IllegalStateException if no event is without its outcome
   * @throws CheckFailedException if the log's answer is not to be believed
   */
  public List<AckCheck.Outcome> take() throws LogException {
    if (inFlight.isEmpty()) {
      throw new IllegalStateException("every event has its outcome");
    }
    RecordEventsResponse answer = answer();
    AppendEntriesResponse outcomes =
        AppendEntriesResponse.newBuilder()
            .addAllOutcomes(answer.getOutcomesList())
            .setCheckpoint(answer.getCheckpoint())
            .build();
    int count = AckCheck.count(outcomes, inFlight.size());
    List<AckCheck.Outcome> taken = acks.check(outcomes, leaves(answer));
    for (int i = 0; i < count; i++) {
      inFlight.remove();
    }
    return taken;
  }

  /** Of what was refused there is no entry, and no leaf is looked at. */
  private List<Hash> leaves(RecordEventsResponse answer) throws CheckFailedException {
    Iterator<ByteString> events = inFlight.iterator();
    Iterator<EntryRest> rests = answer.getRestsList().iterator();
    List<Hash> leaves = new ArrayList<>();
    for (AppendOutcome outcome : answer.getOutcomesList()) {
      for (int i = 0; i < outcome.getCount(); i++) {
        ByteString event = events.next();
        leaves.add(outcome.hasAppended() ? leaf(event, rests) : TreeHasher.EMPTY_ROOT);
      }
    }
    if (rests.hasNext()) {
      throw new CheckFailedException("the log sent rests of more entries than it logged events");
    }
    return leaves;
  }

  private Hash leaf(ByteString event, Iterator<EntryRest> rests) throws CheckFailedException {
    if (!rests.hasNext()) {
      throw new CheckFailedException("the log sent no rest of an entry that it logged");
    }
    EntryRest rest = rests.next();
    byte[] bytes = entry(event, rest);
    LoggedEntry entry;
    try {
      entry = LoggedEntry.parse(bytes);
    } catch (MalformedException e) {
      throw new CheckFailedException("the log made no entry of an event: " + e.getMessage(), e);
    }
    if (!entry.form().getEvent().equals(event)
        || (rest.hasCollected() && entry.link().isPresent())) {
      throw new CheckFailedException("the log's entry is of another event than was sent");
    }
    seals.check(entry);
    return hasher.leaf(bytes);
  }

  private static byte[] entry(ByteString event, EntryRest rest) throws CheckFailedException {
    return switch (rest.getPartCase()) {
      case COLLECTED ->
          ByteString.copyFrom(
                  LoggedEntry.collected(LoggedEvent.newBuilder().setEvent(event).build()))
              .concat(rest.getCollected())
              .toByteArray();
      case ENTRY -> rest.getEntry().toByteArray();
      case PART_NOT_SET -> throw new CheckFailedException("the log sent an empty rest of an entry");
    };
  }

  /** Ends the stream. What has no outcome may be recorded, or not. */
  @Override
  public void close() {
    EventCalls.cancel(call);
  }
}
