package dev.cairn.client;

import com.google.rpc.Code;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.AppendedRun;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies the outcomes of one stream of appends, response by response; {@link LogClient#ackCheck}
 * makes one. It is for services of a log that answer as its stream of appends does. For one thread.
 */
public final class AckCheck {
  /** What became of one entry. */
  public sealed interface Outcome {
    /** It is in the log. */
    record Placed(Appended entry) implements Outcome {}

    /** It is not in the log, and the stream goes on. */
    record Refused(LogException why) implements Outcome {}
  }

  /** Neighbours in the log that are signed for, to be proved together. */
  private record Run(long start, List<Hash> leaves) {
    long end() {
      return start + leaves.size();
    }
  }

  private final VerifiedLog log;
  private final RangeCheck range;
  private long nextItem;
  private long nextFreshIndex;

  AckCheck(VerifiedLog log) {
    this.log = log;
    this.range = new RangeCheck(log.proofs());
    this.nextFreshIndex = log.heads().newestHead().size();
  }

  /**
   * The number of entries that a response decides.
   *
   * @param sent the entries that are sent and not decided
   * @throws CheckFailedException if that is none, or more than were sent
   */
  public static int count(AppendEntriesResponse response, int sent) throws CheckFailedException {
    long total = 0;
    for (AppendOutcome outcome : response.getOutcomesList()) {
      if (outcome.getCount() < 1) {
        throw new CheckFailedException("the log acknowledged a run of no entries");
      }
      total += outcome.getCount();
    }
    if (total == 0) {
      throw new CheckFailedException("the log sent a message without outcomes");
    }
    if (total > sent) {
      throw new CheckFailedException("the log acknowledged more entries than were sent");
    }
    return (int) total;
  }

  /**
   * Verifies a response.
   *
   * @param leaves leaf hashes of the entries that it decides, in the order of the stream
   * @return what became of each of them
   * @throws CheckFailedException if the response is not to be believed
   */
  public List<Outcome> check(AppendEntriesResponse response, List<Hash> leaves)
      throws LogException {
    List<Outcome> outcomes = new ArrayList<>(leaves.size());
    List<Run> signed = new ArrayList<>();
    boolean witnessed = false;
    for (AppendOutcome outcome : response.getOutcomesList()) {
      if (outcome.getFirstItem() != nextItem) {
        throw new CheckFailedException(
            "the log acknowledged item "
                + outcome.getFirstItem()
                + " where "
                + nextItem
                + " is due");
      }
      nextItem += outcome.getCount();
      int from = outcomes.size();
      List<Hash> run = leaves.subList(from, from + outcome.getCount());
      switch (outcome.getOutcomeCase()) {
        case APPENDED -> {
          Ack ack = Wire.ack(outcome.getAppended().getAck(), log.standard());
          witnessed |= ack == Ack.WITNESSED;
          outcomes.addAll(placed(outcome.getAppended(), ack, run, signed));
        }
        case ERROR -> outcomes.add(refused(outcome));
        case OUTCOME_NOT_SET ->
            throw new CheckFailedException("the log acknowledged an entry without an outcome");
      }
    }
    if (!signed.isEmpty()) {
      prove(signed, log.open(response.getCheckpoint()), witnessed);
    }
    return outcomes;
  }

  private List<Outcome> placed(AppendedRun appended, Ack ack, List<Hash> leaves, List<Run> signed)
      throws CheckFailedException {
    long first = appended.getFirstIndex();
    boolean deduplicated = appended.getDeduplicated();
    Appends.checkIndexes(first, leaves.size(), deduplicated, nextFreshIndex);
    if (!deduplicated) {
      nextFreshIndex = first + leaves.size();
    }
    if (ack != Ack.DURABLE) {
      if (signed.isEmpty() || signed.getLast().end() != first) {
        signed.add(new Run(first, new ArrayList<>()));
      }
      signed.getLast().leaves().addAll(leaves);
    }
    List<Outcome> placed = new ArrayList<>(leaves.size());
    for (Hash leaf : leaves) {
      placed.add(new Outcome.Placed(new Appended(first + placed.size(), leaf, ack, deduplicated)));
    }
    return placed;
  }

  private void prove(List<Run> signed, SignedCheckpoint checkpoint, boolean witnessed)
      throws LogException {
    for (Run run : signed) {
      Appends.checkCovers(checkpoint, run.start(), run.leaves().size());
    }
    for (Run run : signed) {
      range.check(run.start(), run.leaves(), checkpoint.head());
    }
    log.admitCovering(checkpoint, witnessed);
  }

  private static Outcome refused(AppendOutcome outcome) throws CheckFailedException {
    int code = outcome.getError().getCode();
    if (outcome.getCount() != 1 || code == Code.OK_VALUE || Code.forNumber(code) == null) {
      throw new CheckFailedException("the log refused an entry in a malformed way");
    }
    StatusRuntimeException status = StatusProto.toStatusRuntimeException(outcome.getError());
    return new Outcome.Refused(StatusDetails.of(status).toException(status));
  }
}
