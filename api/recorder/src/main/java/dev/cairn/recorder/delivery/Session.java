package dev.cairn.recorder.delivery;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.client.AckCheck;
import dev.cairn.client.AckCheck.Outcome;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.recorder.outbox.Refusal;
import dev.cairn.tree.merkle.TreeHasher;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is sent on one stream and what comes back. For one thread. */
final class Session {
  /** An event that is sent and not decided. */
  private record Sent(Outgoing run, int member) {
    long position() {
      return run.stored().position() + member;
    }

    Refusal refusal(Status status) {
      Optional<Link> link = run.link(member);
      return new Refusal(
          run.event(member),
          link.map(Link::getProducer).orElse(""),
          link.map(known -> OptionalLong.of(known.getSequence())).orElse(OptionalLong.empty()),
          status);
    }
  }

  /** An event by the answer, before the tree has shown it. */
  private record Claimed(Sent sent, AppendOutcome outcome, EntryCheck.Checked checked) {}

  private static final EntryCheck.Checked NOTHING =
      new EntryCheck.Checked(ByteString.EMPTY, TreeHasher.EMPTY_ROOT, false);

  private final DeliverySettings settings;
  private final AckCheck acks;
  private final EntryCheck entries;
  private final Deque<Sent> inFlight = new ArrayDeque<>();
  private int credit;
  private boolean isGranted;
  private long lastProgress = System.nanoTime();

  Session(DeliverySettings settings, AckCheck acks, EntryCheck entries) {
    this.settings = settings;
    this.acks = acks;
    this.entries = entries;
  }

  /** Whether a run may be sent now; one that is larger than all credit, only alone. */
  boolean hasRoomFor(Outgoing run) {
    int room = Math.min(credit, settings.maxInFlight()) - inFlight.size();
    boolean isBarred =
        !inFlight.isEmpty() && (run.namesKey() || inFlight.getLast().run().namesKey());
    return isGranted && !isBarred && (run.count() <= room || inFlight.isEmpty());
  }

  void sent(Outgoing run) {
    if (inFlight.isEmpty()) {
      lastProgress = System.nanoTime();
    }
    for (int member = 0; member < run.count(); member++) {
      inFlight.add(new Sent(run, member));
    }
  }

  /** How long the log may still be silent; empty if it owes nothing. */
  Optional<Duration> patience() throws UnreachableException {
    if (isGranted && inFlight.isEmpty()) {
      return Optional.empty();
    }
    long left = settings.deadline().toNanos() - (System.nanoTime() - lastProgress);
    if (left <= 0) {
      throw new UnreachableException(
          "the log answered nothing for " + settings.deadline().toMillis() + " ms");
    }
    return Optional.of(Duration.ofNanos(left));
  }

  /**
   * Verifies an answer.
   *
   * @return what became of the events that it decides, in order
   */
  List<Result> accept(RecordEventsResponse answer) throws LogException {
    lastProgress = System.nanoTime();
    if (!isGranted) {
      grant(answer);
      if (answer.getOutcomesCount() == 0) {
        return List.of();
      }
    }
    AppendEntriesResponse appends =
        AppendEntriesResponse.newBuilder()
            .addAllOutcomes(answer.getOutcomesList())
            .setCheckpoint(answer.getCheckpoint())
            .build();
    int count = AckCheck.count(appends, inFlight.size());
    List<Claimed> claimed = claimed(answer);
    List<Outcome> outcomes =
        acks.check(appends, claimed.stream().map(each -> each.checked.leaf()).toList());
    List<Result> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      inFlight.remove();
      results.add(result(claimed.get(i), outcomes.get(i)));
    }
    return results;
  }

  private void grant(RecordEventsResponse first) throws CheckFailedException {
    if (first.getCredit() < 1) {
      throw new CheckFailedException("the log's first answer grants no credit");
    }
    credit = first.getCredit();
    isGranted = true;
  }

  private List<Claimed> claimed(RecordEventsResponse answer) throws CheckFailedException {
    Iterator<Sent> sent = inFlight.iterator();
    Iterator<EntryRest> rests = answer.getRestsList().iterator();
    List<Claimed> claimed = new ArrayList<>();
    for (AppendOutcome outcome : answer.getOutcomesList()) {
      for (int i = 0; i < outcome.getCount(); i++) {
        claimed.add(claimed(sent.next(), outcome, rests));
      }
    }
    if (rests.hasNext()) {
      throw new CheckFailedException("the log sent more rests of entries than events it logged");
    }
    return claimed;
  }

  private Claimed claimed(Sent sent, AppendOutcome outcome, Iterator<EntryRest> rests)
      throws CheckFailedException {
    if (!outcome.hasAppended()) {
      return new Claimed(sent, outcome, NOTHING);
    }
    if (!rests.hasNext()) {
      throw new CheckFailedException("the log sent no rest of the entry for an event it logged");
    }
    return new Claimed(sent, outcome, entries.check(sent.run, sent.member, rests.next()));
  }

  private Result result(Claimed claimed, Outcome outcome) {
    Sent sent = claimed.sent;
    return switch (outcome) {
      case Outcome.Placed placed -> {
        if (placed.entry().ack().compareTo(settings.ack()) < 0) {
          yield new Result.Again(
              sent.position(),
              new UnreachableException(
                  "the event is durable, and " + settings.ack() + " was not reached in time"));
        }
        EventReceipt receipt =
            new EventReceipt(
                placed.entry().index(),
                placed.entry().leafHash(),
                claimed.checked.entry(),
                placed.entry().ack(),
                placed.entry().deduplicated());
        Refusal refusal = sent.refusal(Status.getDefaultInstance());
        yield new Result.Final(
            new Decision.Logged(
                sent.position(), receipt, claimed.checked.isSequenceUsed(), refusal));
      }
      case Outcome.Refused refused -> {
        Status status = claimed.outcome.getError();
        // Without its key nothing of a producer can be logged: the event that names it must go in.
        yield Codes.isFinal(status, refused.why()) && !sent.run.namesKey()
            ? new Result.Final(
                new Decision.Refused(sent.position(), sent.refusal(status), refused.why()))
            : new Result.Again(sent.position(), refused.why());
      }
    };
  }

  /** What an answer means for one event. */
  sealed interface Result {
    /** It is decided. */
    record Final(Decision decision) implements Result {}

    /** It is to be sent again, and so all that follow, in order. */
    record Again(long position, LogException why) implements Result {}
  }
}
