package dev.cairn.bench.append;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.bench.load.Answers;
import dev.cairn.bench.load.Answers.Answered;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import io.grpc.Status;

/** Reads what appends are answered, and takes an acknowledgement below a level for an error. */
final class AckAnswers {
  private final AckLevel least;

  /** Wants at least this level. */
  AckAnswers(AckLevel least) {
    this.least = least;
  }

  /** Of a mode's responses. */
  Answers of(Mode mode) {
    return switch (mode) {
      case UNARY, LONE -> (response, _) -> unary(response);
      case BATCH -> (response, _) -> batch(response);
      case STREAM -> (response, _) -> stream(response);
    };
  }

  private Answered unary(byte[] response) throws InvalidProtocolBufferException {
    return answered(1, AppendEntryResponse.parseFrom(response).getReceipt().getAck());
  }

  private Answered batch(byte[] response) throws InvalidProtocolBufferException {
    BatchAppendEntriesResponse batch = BatchAppendEntriesResponse.parseFrom(response);
    return answered(batch.getCount(), batch.getAck());
  }

  private Answered stream(byte[] response) throws InvalidProtocolBufferException {
    Answered all = new Answered(0, 0, Status.OK);
    for (AppendOutcome outcome : AppendEntriesResponse.parseFrom(response).getOutcomesList()) {
      all = plus(all, of(outcome));
    }
    return all;
  }

  private Answered of(AppendOutcome outcome) {
    return outcome.hasAppended()
        ? answered(outcome.getCount(), outcome.getAppended().getAck())
        : new Answered(
            0,
            outcome.getCount(),
            Status.fromCodeValue(outcome.getError().getCode())
                .withDescription(outcome.getError().getMessage()));
  }

  private static Answered plus(Answered all, Answered next) {
    return new Answered(
        all.done() + next.done(),
        all.refused() + next.refused(),
        all.refused() > 0 ? all.error() : next.error());
  }

  private Answered answered(int entries, AckLevel reached) {
    return reached.getNumber() >= least.getNumber()
        ? new Answered(entries, 0, Status.OK)
        : new Answered(
            0,
            entries,
            Status.FAILED_PRECONDITION.withDescription(
                "acknowledged with %s where %s was asked for".formatted(reached, least)));
  }
}
