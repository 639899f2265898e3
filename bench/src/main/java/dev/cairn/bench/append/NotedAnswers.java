package dev.cairn.bench.append;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.bench.load.Answers;
import dev.cairn.bench.read.Ledger;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import java.util.SplittableRandom;

/** Answers that are read and noted in a ledger: of several entries at a time, one of them. */
final class NotedAnswers {
  private final AckAnswers answers;
  private final Ledger ledger;
  // Used by the network's threads: which entry is picked may be anybody's choice.
  private final SplittableRandom random = new SplittableRandom();

  NotedAnswers(AckLevel least, Ledger ledger) {
    this.answers = new AckAnswers(least);
    this.ledger = ledger;
  }

  /** Of a mode's responses. */
  Answers of(Mode mode) {
    Answers read = answers.of(mode);
    return (response, stamp) -> {
      Answers.Answered answered = read.read(response, stamp);
      note(mode, response, stamp);
      return answered;
    };
  }

  private void note(Mode mode, byte[] response, long stamp) throws InvalidProtocolBufferException {
    switch (mode) {
      case UNARY, LONE ->
          ledger.note(AppendEntryResponse.parseFrom(response).getReceipt().getIndex(), 0, stamp);
      case BATCH -> {
        BatchAppendEntriesResponse batch = BatchAppendEntriesResponse.parseFrom(response);
        int item = any(batch.getCount());
        ledger.note(batch.getFirstIndex() + item, item, stamp);
      }
      case STREAM -> {
        for (AppendOutcome run : AppendEntriesResponse.parseFrom(response).getOutcomesList()) {
          if (run.hasAppended()) {
            int item = any(run.getCount());
            long index = run.getAppended().getFirstIndex() + item;
            ledger.note(index, 0, stamp + run.getFirstItem() + item);
          }
        }
      }
    }
  }

  private synchronized int any(int count) {
    return random.nextInt(Math.max(1, count));
  }
}
