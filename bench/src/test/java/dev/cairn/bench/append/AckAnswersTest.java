package dev.cairn.bench.append;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.rpc.Status;
import dev.cairn.bench.load.Answers.Answered;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.AppendedRun;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import dev.cairn.log.v1.Receipt;
import io.grpc.Status.Code;
import org.junit.jupiter.api.Test;

class AckAnswersTest {
  private static final AckLevel SIGNED = AckLevel.ACK_LEVEL_SIGNED;
  private static final AckLevel WITNESSED = AckLevel.ACK_LEVEL_WITNESSED;

  private static Answered read(Mode mode, MessageLite response)
      throws InvalidProtocolBufferException {
    return new AckAnswers(WITNESSED).of(mode).read(response.toByteArray(), 0);
  }

  private static AppendEntryResponse unary(AckLevel reached) {
    return AppendEntryResponse.newBuilder()
        .setReceipt(Receipt.newBuilder().setAck(reached))
        .build();
  }

  private static BatchAppendEntriesResponse batch(AckLevel reached) {
    return BatchAppendEntriesResponse.newBuilder().setCount(7).setAck(reached).build();
  }

  private static AppendOutcome run(int count, AckLevel reached) {
    return AppendOutcome.newBuilder()
        .setCount(count)
        .setAppended(AppendedRun.newBuilder().setAck(reached))
        .build();
  }

  @Test
  void aWitnessedAnswerIsDone() throws InvalidProtocolBufferException {
    assertEquals(new Answered(1, 0, io.grpc.Status.OK), read(Mode.UNARY, unary(WITNESSED)));
    assertEquals(new Answered(7, 0, io.grpc.Status.OK), read(Mode.BATCH, batch(WITNESSED)));
  }

  @Test
  void aLowerLevelIsRefused() throws InvalidProtocolBufferException {
    Answered unary = read(Mode.UNARY, unary(SIGNED));
    Answered batch = read(Mode.BATCH, batch(SIGNED));

    assertEquals(0, unary.done());
    assertEquals(1, unary.refused());
    assertEquals(Code.FAILED_PRECONDITION, unary.error().getCode());
    assertEquals(0, batch.done());
    assertEquals(7, batch.refused());
  }

  @Test
  void aStreamIsCountedRunByRun() throws InvalidProtocolBufferException {
    AppendOutcome error =
        AppendOutcome.newBuilder()
            .setCount(1)
            .setError(Status.newBuilder().setCode(Code.RESOURCE_EXHAUSTED.value()))
            .build();

    Answered answered =
        read(
            Mode.STREAM,
            AppendEntriesResponse.newBuilder()
                .addOutcomes(run(3, WITNESSED))
                .addOutcomes(error)
                .addOutcomes(run(4, SIGNED))
                .addOutcomes(run(5, WITNESSED))
                .build());

    assertEquals(8, answered.done());
    assertEquals(5, answered.refused());
    assertEquals(Code.RESOURCE_EXHAUSTED, answered.error().getCode());
  }
}
