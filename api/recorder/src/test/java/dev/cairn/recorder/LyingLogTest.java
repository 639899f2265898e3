package dev.cairn.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.client.CheckFailedException;
import dev.cairn.event.seal.Collecting;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever untrue the log answers, no event is acknowledged by it, and none is lost. */
@Timeout(60)
final class LyingLogTest {
  private static final SigningKey OTHER_KEY =
      SigningKey.generate("log.example/audit", KeyType.ED25519);

  @TempDir Path folder;

  /** An untrue answer. */
  enum Lie {
    NO_CHECKPOINT(truth -> truth.toBuilder().clearCheckpoint().build()),
    ANOTHER_INDEX(
        truth -> {
          RecordEventsResponse.Builder lie = truth.toBuilder();
          lie.getOutcomesBuilder(0).getAppendedBuilder().setFirstIndex(7);
          return lie.build();
        }),
    ANOTHER_ITEM(
        truth -> {
          RecordEventsResponse.Builder lie = truth.toBuilder();
          lie.getOutcomesBuilder(0).setFirstItem(1);
          return lie.build();
        }),
    MORE_OUTCOMES_THAN_EVENTS(
        truth -> {
          RecordEventsResponse.Builder lie = truth.toBuilder();
          lie.getOutcomesBuilder(0).setCount(40);
          return lie.build();
        }),
    NO_OUTCOMES(truth -> truth.toBuilder().clearOutcomes().clearRests().build()),
    NO_OUTCOME_IN_AN_OUTCOME(
        truth -> {
          RecordEventsResponse.Builder lie = truth.toBuilder().clearRests();
          lie.getOutcomesBuilder(0).clearOutcome();
          return lie.build();
        }),
    NO_REST(truth -> truth.toBuilder().clearRests().build()),
    AN_EMPTY_REST(rest(rest -> rest.toBuilder().clearPart().build())),
    ONE_REST_TOO_MANY(truth -> truth.toBuilder().addRests(truth.getRests(0)).build()),
    A_REST_THAT_IS_NONE(rest(rest -> collected(ByteString.copyFromUtf8("\377\377\377")))),
    A_REST_WITHOUT_A_SEAL(
        rest(rest -> collected(form(rest).toBuilder().clearCollectorSeal().build()))),
    A_REST_WITHOUT_A_COLLECTION(
        rest(rest -> collected(form(rest).toBuilder().clearCollection().build()))),
    A_REST_WITH_ANOTHER_EVENT(
        rest(
            rest ->
                collected(
                    form(rest).toBuilder().setEvent(ByteString.copyFromUtf8("other")).build()))),
    ANOTHER_SUBMITTER(
        rest(
            rest ->
                collected(
                    form(rest).toBuilder()
                        .setCollection(Collection.newBuilder().setSubmitter("mallory"))
                        .build()))),
    AN_EARLIER_ENTRY_THAT_IS_NONE(
        rest(
            rest ->
                EntryRest.newBuilder().setEntry(ByteString.copyFromUtf8("cairn.audit")).build())),
    AN_EARLIER_ENTRY_OF_ANOTHER_EVENT(rest(rest -> earlier(OTHER_KEY))),
    A_REFUSAL_OF_SEVERAL_AT_ONCE(
        truth -> {
          RecordEventsResponse.Builder lie = truth.toBuilder().clearRests();
          lie.getOutcomesBuilder(0)
              .setError(FakeLog.status(com.google.rpc.Code.OK, "NOTHING_IS_WRONG"));
          return lie.build();
        });

    @SuppressWarnings("ImmutableEnumChecker") // a pure function
    private final UnaryOperator<RecordEventsResponse> lie;

    Lie(UnaryOperator<RecordEventsResponse> lie) {
      this.lie = lie;
    }

    private static UnaryOperator<RecordEventsResponse> rest(UnaryOperator<EntryRest> change) {
      return truth -> truth.toBuilder().setRests(0, change.apply(truth.getRests(0))).build();
    }

    private static LoggedEvent form(EntryRest rest) {
      try {
        return LoggedEvent.parseFrom(rest.getCollected());
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }

    private static EntryRest collected(LoggedEvent form) {
      return collected(form.toByteString());
    }

    private static EntryRest collected(ByteString bytes) {
      return EntryRest.newBuilder().setCollected(bytes).build();
    }

    private static EntryRest earlier(SigningKey key) {
      LoggedEvent other =
          LoggedEvent.newBuilder()
              .setEvent(RecordingMain.event(99).toByteString())
              .setCollection(Collection.newBuilder().setSubmitter("test"))
              .build();
      byte[] entry = Collecting.seal(key, java.util.List.of(other)).getFirst();
      return EntryRest.newBuilder().setEntry(ByteString.copyFrom(entry)).build();
    }
  }

  @Test
  void anEarlierEntryWithoutTheProducersSignatureIsFoundOut() throws Exception {
    FakeLog log = FakeLog.start();
    try {
      log.set(
          () -> {
            log.forgery = LyingLogTest::withoutSignature;
            log.breaksAfterAppending = 1; // so that it is asked again, and finds an earlier entry
          });
      SigningKey key = SigningKey.generate("orders-1", KeyType.ED25519);
      AuditClientConfig config = AuditClientConfig.of(log.config(), folder).withKey(key);
      try (AuditClient client = AuditClient.over(log.channel(), config)) {
        CompletableFuture<?> receipt = client.record(RecordingMain.event(1));
        ExecutionException failed =
            assertThrows(ExecutionException.class, () -> receipt.get(30, TimeUnit.SECONDS));
        assertInstanceOf(CheckFailedException.class, failed.getCause());
        assertEquals(2, client.outboxSize().events());
        assertEquals(0, client.counters().acknowledged());
        assertTrue(client.counters().reconcile());
      }
    } finally {
      log.close();
    }
  }

  /** The first event of the chain with a seal that is none; all others as they are. */
  private static LoggedEvent withoutSignature(LoggedEvent sent) {
    LoggedEvent.Builder forged = sent.toBuilder();
    if (sent.getLink().getSequence() == 0) {
      forged.getProducerSealBuilder().setSignature(ByteString.copyFrom(new byte[64]));
    }
    return forged.build();
  }

  @ParameterizedTest
  @EnumSource
  void isFoundOut(Lie lie) throws Exception {
    FakeLog log = FakeLog.start();
    try {
      log.set(() -> log.lie = lie.lie);
      AuditEvent event = RecordingMain.event(1);
      AuditClientConfig config = AuditClientConfig.of(log.config(), folder);
      try (AuditClient client = AuditClient.over(log.channel(), config)) {
        CompletableFuture<?> receipt = client.record(event);
        ExecutionException failed =
            assertThrows(ExecutionException.class, () -> receipt.get(30, TimeUnit.SECONDS));
        assertInstanceOf(CheckFailedException.class, failed.getCause());
        assertEquals(1, client.outboxSize().events());
        assertEquals(0, client.counters().acknowledged());
        assertTrue(client.counters().reconcile());
      }
      log.set(() -> log.lie = truth -> truth);
      try (AuditClient client = AuditClient.over(log.channel(), config)) {
        assertTrue(client.flush(Duration.ofSeconds(30)));
        assertEquals(1, client.counters().acknowledged());
      }
      assertEquals(event, log.events().getFirst());
      assertEquals(1, log.events().size());
    } finally {
      log.close();
    }
  }
}
