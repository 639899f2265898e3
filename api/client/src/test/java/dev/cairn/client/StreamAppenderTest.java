package dev.cairn.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.tree.merkle.TreeHasher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StreamAppenderTest extends LiarFixture {

  private static <T extends LogException> T assertFails(
      Class<T> failure, CompletableFuture<Appended> outcome) {
    return assertInstanceOf(
        failure, assertThrows(ExecutionException.class, outcome::get).getCause());
  }

  private static LogClient hasty(TestLog log, HeadMemory memory) {
    return LogClient.open(log.config(memory).withDeadline(Duration.ofMillis(300)));
  }

  @ParameterizedTest
  @EnumSource(names = {"DURABLE", "SIGNED"})
  void outcomesComeInOrder(Ack ack) throws Exception {
    List<Long> completed = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Appended>> outcomes = new ArrayList<>();
    try (StreamAppender stream = client.appendStream(ack, 4)) {
      for (int i = 0; i < 100; i++) {
        CompletableFuture<Appended> outcome = stream.append(bytes("streamed " + i));
        outcomes.add(outcome);
        CompletableFuture<Void> _ = outcome.thenAccept(entry -> completed.add(entry.index()));
      }
    }
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      expected.add(11L + i);
      Appended entry = outcomes.get(i).get();
      assertEquals(11 + i, entry.index());
      assertEquals(ack, entry.ack());
      assertEquals(new TreeHasher().leaf(bytes("streamed " + i)), entry.leafHash());
    }
    assertEquals(expected, completed);
    assertEquals(ack == Ack.SIGNED ? 111 : 5, remembered().size());
  }

  /**
   * A lone writer's entries follow each other, so only the first answer needs an inclusion proof.
   */
  @Test
  void eachAnswerCostsOneProof() throws Exception {
    int before = log.calls();
    try (StreamAppender stream = client.appendStream(Ack.SIGNED, 3)) {
      for (int i = 0; i < 30; i++) {
        CompletableFuture<Appended> _ = stream.append(bytes("streamed " + i));
      }
    }
    assertEquals(1 + 10 + 1, log.calls() - before); // the stream, a head an answer, the place
  }

  @Test
  void aBadEntryIsRefusedAndTheStreamGoesOn() throws Exception {
    try (StreamAppender stream = client.appendStream(Ack.SIGNED, 10)) {
      CompletableFuture<Appended> first = stream.append(bytes("good"));
      CompletableFuture<Appended> second = stream.append(bytes("bad"));
      CompletableFuture<Appended> third = stream.append(bytes("good again"));
      assertEquals(11, first.get().index());
      RefusedException refused = assertFails(RefusedException.class, second);
      assertEquals("INVALID_REQUEST", refused.reason());
      assertEquals(12, third.get().index());
    }
    assertEquals(13, remembered().size());
  }

  @Test
  void othersAppendInBetween() throws Exception {
    try (StreamAppender stream = client.appendStream(Ack.SIGNED, 10)) {
      List<CompletableFuture<Appended>> outcomes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        for (int j = 0; j < 3; j++) {
          outcomes.add(stream.append(bytes("mine " + i + "." + j)));
        }
        outcomes.getLast().get();
        log.append("someone else's " + i);
      }
      for (int i = 0; i < 30; i++) {
        assertEquals(11 + i + i / 3, outcomes.get(i).get().index());
      }
    }
  }

  /** One way to change the outcomes of a message about three entries. */
  enum Lie {
    WRONG_INDEX(run -> run.getAppendedBuilder().setFirstIndex(20)),
    INDEX_TAKEN(run -> run.getAppendedBuilder().setFirstIndex(10)),
    INDEX_OF_AN_OLD_ENTRY(run -> run.getAppendedBuilder().setFirstIndex(2).setDeduplicated(true)),
    INDEX_NEGATIVE(run -> run.getAppendedBuilder().setFirstIndex(-5)),
    INDEX_IMPOSSIBLE(run -> run.getAppendedBuilder().setFirstIndex(Long.MAX_VALUE)),
    LEVEL_MISSING(run -> run.getAppendedBuilder().setAck(AckLevel.ACK_LEVEL_UNSPECIFIED)),
    WRONG_ITEM(run -> run.setFirstItem(1)),
    MORE_THAN_WERE_SENT(run -> run.setCount(4)),
    NONE(run -> run.setCount(0)),
    NO_OUTCOME(AppendOutcome.Builder::clearOutcome),
    ERROR_FOR_SEVERAL(run -> run.getErrorBuilder().setCode(3)),
    ERROR_THAT_IS_NONE(run -> run.setCount(1).getErrorBuilder().setCode(0)),
    ERROR_UNKNOWN(run -> run.setCount(1).getErrorBuilder().setCode(99));

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Consumer<AppendOutcome.Builder> change;

    Lie(Consumer<AppendOutcome.Builder> change) {
      this.change = change;
    }
  }

  private void lie(UnaryOperator<AppendEntriesResponse.Builder> lie) {
    log.lies().tell(AppendEntriesResponse.class, truth -> lie.apply(truth.toBuilder()).build());
  }

  private void assertStreamBreaks(Ack ack) throws Exception {
    try (StreamAppender stream = client.appendStream(ack, 10)) {
      CompletableFuture<Appended> last = new CompletableFuture<>();
      for (int i = 0; i < 3; i++) {
        last = stream.append(bytes("entry " + i));
      }
      assertFails(CheckFailedException.class, last);
      assertThrows(CheckFailedException.class, () -> stream.append(bytes("one more")));
    }
    assertEquals(5, remembered().size());
    log.lies().stop();
  }

  @ParameterizedTest
  @EnumSource
  void lieAboutARun(Lie told) throws Exception {
    lie(
        answer -> {
          told.change.accept(answer.getOutcomesBuilder(0));
          return answer;
        });
    assertStreamBreaks(Ack.SIGNED);
  }

  @Test
  void lieAboutTheCheckpoint() throws Exception {
    lie(AppendEntriesResponse.Builder::clearCheckpoint);
    assertStreamBreaks(Ack.SIGNED);
    lie(answer -> answer.setCheckpoint(log.checkpoint(log.size() - 1)));
    assertStreamBreaks(Ack.SIGNED);
    lie(answer -> answer.setCheckpoint(TestLog.checkpoint(TestLog.newKey(), log.head(5))));
    assertStreamBreaks(Ack.SIGNED);
  }

  @Test
  void messageWithoutOutcomes() throws Exception {
    lie(AppendEntriesResponse.Builder::clearOutcomes);
    assertStreamBreaks(Ack.DURABLE);
  }

  @Test
  void twoEntriesAtOneIndex() throws Exception {
    client.checkpoint();
    try (StreamAppender stream = client.appendStream(Ack.DURABLE, 10)) {
      lie(
          answer -> {
            answer.getOutcomesBuilder(0).getAppendedBuilder().setFirstIndex(11);
            return answer;
          });
      List<CompletableFuture<Appended>> outcomes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        outcomes.add(stream.append(bytes("entry " + i)));
      }
      assertEquals(13, outcomes.get(2).get().index());
      assertFails(CheckFailedException.class, outcomes.get(3));
    }
  }

  @Test
  void silenceBreaksTheStreamAndHoldsTheSenderBack() throws Exception {
    try (LogClient hasty = hasty(log, memory);
        StreamAppender stream = hasty.appendStream(Ack.DURABLE, 2)) {
      // The log answers after three entries, and two are allowed in flight.
      CompletableFuture<Appended> first = stream.append(bytes("entry 0"));
      CompletableFuture<Appended> second = stream.append(bytes("entry 1"));
      assertThrows(UnreachableException.class, () -> stream.append(bytes("entry 2")));
      assertFails(UnreachableException.class, first);
      assertFails(UnreachableException.class, second);
    }
  }

  @Test
  void aLogThatTakesNothingIsUnreachable() throws Exception {
    try (LogClient hasty = hasty(log, memory)) {
      log.close();
      try (StreamAppender stream = hasty.appendStream(Ack.DURABLE, 2)) {
        assertThrows(UnreachableException.class, () -> sendAndWait(stream));
      }
    }
  }

  private static void sendAndWait(StreamAppender stream) throws LogException {
    CompletableFuture<Appended> outcome = stream.append(bytes("entry"));
    throw assertFails(UnreachableException.class, outcome);
  }

  @Test
  void aClosedStreamTakesNothing() throws Exception {
    StreamAppender stream = client.appendStream(Ack.DURABLE, 2);
    CompletableFuture<Appended> outcome = stream.append("entry".getBytes(UTF_8));
    stream.close();
    assertTrue(outcome.isDone());
    assertEquals(11, outcome.get().index());
    assertThrows(IllegalStateException.class, () -> stream.append(bytes("too late")));
    stream.close();
  }
}
