package dev.cairn.server.grpc;

import static dev.cairn.server.grpc.TestEvents.TIME;
import static dev.cairn.server.grpc.TestEvents.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.RecordEventRequest;
import dev.cairn.audit.v1.RecordEventResponse;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.Collecting;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.Producing;
import dev.cairn.event.seal.UnusedSequence;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.publish.PublishTiming;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class RecordTest {
  private static final SigningKey PRODUCER = key(1);
  private static final SigningKey LATER = key(2);

  @TempDir Path folder;
  private RunningLog running;
  private AuditServiceGrpc.AuditServiceBlockingStub audit;

  private static SigningKey key(int seed) {
    byte[] bytes = new byte[SigningKey.SEED_BYTES];
    bytes[0] = (byte) seed;
    return SigningKey.ofSeed("orders", KeyType.ED25519, bytes);
  }

  @BeforeEach
  void start() throws Exception {
    serve(SigningKey.generate(RunningLog.ORIGIN, KeyType.ED25519), /* isNew= */ true);
  }

  private void serve(SigningKey key, boolean isNew) throws Exception {
    Path log = folder.resolve("log");
    if (isNew) {
      RunningLog.create(log, key);
    }
    running = new RunningLog(key, log, LogSettings.DEFAULT);
    audit = AuditServiceGrpc.newBlockingStub(running.channel);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private RecordEventResponse record(AuditEvent event) {
    return audit.recordEvent(RecordEventRequest.newBuilder().setEvent(event).build());
  }

  private RecordEventResponse record(EventRun run) {
    return audit.recordEvent(RecordEventRequest.newBuilder().setRun(run).build());
  }

  private static EventRun run(
      SigningKey key, long first, Optional<Hash> previous, AuditEvent... e) {
    List<ByteString> events = new ArrayList<>();
    for (AuditEvent event : e) {
      events.add(event.toByteString());
    }
    return Producing.seal(key, first, previous, events);
  }

  private static Optional<Hash> last(EventRun run) throws Exception {
    return Optional.of(Producing.lastHash(run));
  }

  private static ErrorInfo refused(Code code, Executable call) throws Exception {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    assertEquals(code.getNumber(), refused.getStatus().getCode().value(), refused.getMessage());
    return RunningLog.info(refused);
  }

  @Test
  void theReceiptCarriesTheEntryAndItsProof() throws Exception {
    running.append("a plain entry");
    RecordEventResponse response = record(event("1"));
    assertEquals(1, response.getReceipt().getIndex());
    LoggedEntry entry = LoggedEntry.parse(response.getEntry().toByteArray());
    assertEquals(event("1"), entry.event());
    assertEquals("127.0.0.1", entry.collection().getSubmitter());
    Collecting.verify(entry, running.key.verifierKey());
    ProofVerifier.inclusion(
        1,
        new TreeHasher().leaf(response.getEntry().toByteArray()),
        running.open(response.getReceipt().getCheckpoint()).head(),
        response.getReceipt().getInclusionProof().getHashesList().stream()
            .map(hash -> Hash.of(hash.toByteArray()))
            .toList());
  }

  @Test
  void theSameEventHasOneReceiptForEver() throws Exception {
    RecordEventResponse first = record(event("1"));
    SigningKey key = running.key;
    running.close();
    serve(key, /* isNew= */ false);
    RecordEventResponse again = record(event("1"));
    assertTrue(again.getReceipt().getDeduplicated());
    assertEquals(0, again.getReceipt().getIndex());
    assertEquals(first.getEntry(), again.getEntry());
    assertEquals(1, running.log.durableSize());
  }

  @Test
  void anotherEventOfTheSameNameIsRefusedWithTheIndexOfTheFirst() throws Exception {
    running.append("a plain entry");
    record(event("1"));
    AuditEvent other = event("1").toBuilder().setAction("restore").build();
    ErrorInfo info = refused(Code.ALREADY_EXISTS, () -> record(other));
    assertEquals("EVENT_ID_REUSED", info.getReason());
    assertEquals("1", info.getMetadataOrThrow("index"));
    assertEquals(
        1, record(other.toBuilder().setSource("/invoices").build()).getReceipt().getIndex() - 1);
  }

  @Test
  void aBrokenRuleNamesTheField() throws Exception {
    AuditEvent bad = event("1").toBuilder().setActor(Actor.newBuilder().setType("user")).build();
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> record(bad));
    assertEquals("INVALID_REQUEST", RunningLog.info(refused).getReason());
    assertEquals("event.actor.id", RunningLog.field(refused));
  }

  @Test
  void plainAppendsCannotLookLikeEvents() throws Exception {
    ByteString entry = record(event("1")).getEntry();
    refused(
        Code.INVALID_ARGUMENT,
        () ->
            running.blocking.appendEntry(AppendEntryRequest.newBuilder().setEntry(entry).build()));
    refused(
        Code.INVALID_ARGUMENT,
        () -> running.append("a", "cairn.audit/x", AckLevel.ACK_LEVEL_SIGNED));
  }

  @Test
  void aProducerBeginsByNamingItsKey() throws Exception {
    EventRun early = run(PRODUCER, 0, Optional.empty(), event("1"));
    assertEquals(
        "PRODUCER_UNKNOWN", refused(Code.FAILED_PRECONDITION, () -> record(early)).getReason());
    EventRun naming = run(PRODUCER, 0, Optional.empty(), KeyEvent.of(PRODUCER, 0, TIME));
    record(naming);
    EventRun second = run(PRODUCER, 1, last(naming), event("1"));
    LoggedEntry entry = LoggedEntry.parse(record(second).getEntry().toByteArray());
    Collecting.verifyProduced(entry, PRODUCER.verifierKey());
    assertEquals(1, entry.form().getLink().getSequence());
  }

  @Test
  void nobodyElseCanNameAKeyForAProducer() throws Exception {
    EventRun naming = run(PRODUCER, 0, Optional.empty(), KeyEvent.of(PRODUCER, 0, TIME));
    record(naming);
    EventRun again = run(LATER, 0, Optional.empty(), KeyEvent.of(LATER, 0, TIME));
    assertEquals("SEAL_INVALID", refused(Code.INVALID_ARGUMENT, () -> record(again)).getReason());
    EventRun later = run(LATER, 1, last(naming), KeyEvent.of(LATER, 1, TIME));
    assertEquals("SEAL_INVALID", refused(Code.INVALID_ARGUMENT, () -> record(later)).getReason());
    refused(Code.INVALID_ARGUMENT, () -> record(KeyEvent.of(LATER, 0, TIME)));
    refused(
        Code.INVALID_ARGUMENT,
        () -> record(event("1").toBuilder().setType("dev.cairn.other").build()));
  }

  @Test
  void aNewKeySealsFromTheNextEventOnAlsoAfterARestart() throws Exception {
    EventRun naming = run(PRODUCER, 0, Optional.empty(), KeyEvent.of(PRODUCER, 0, TIME));
    EventRun rotation = run(PRODUCER, 1, last(naming), KeyEvent.of(LATER, 1, TIME));
    EventRun old = run(PRODUCER, 2, last(rotation), event("1"));
    EventRun fresh = run(LATER, 2, last(rotation), event("1"));
    record(naming);
    record(rotation);
    for (int life = 0; life < 2; life++) {
      assertEquals("SEAL_INVALID", refused(Code.INVALID_ARGUMENT, () -> record(old)).getReason());
      assertEquals(life == 1, record(fresh).getReceipt().getDeduplicated());
      assertTrue(record(naming).getReceipt().getDeduplicated(), "what came before still counts");
      SigningKey key = running.key;
      running.close();
      serve(key, /* isNew= */ false);
    }
  }

  @Test
  void aRetiredKeyCannotNameAnotherForItsPlace() throws Exception {
    EventRun naming = run(PRODUCER, 0, Optional.empty(), KeyEvent.of(PRODUCER, 0, TIME));
    EventRun rotation = run(PRODUCER, 1, last(naming), KeyEvent.of(LATER, 1, TIME));
    record(naming);
    record(rotation);
    SigningKey stolen = key(3);
    EventRun again = run(PRODUCER, 1, last(naming), KeyEvent.of(stolen, 1, TIME));
    assertEquals("EVENT_ID_REUSED", refused(Code.ALREADY_EXISTS, () -> record(again)).getReason());
    AuditEvent renamed = KeyEvent.of(stolen, 1, TIME).toBuilder().setId("other").build();
    refused(Code.INVALID_ARGUMENT, () -> record(run(PRODUCER, 1, last(naming), renamed)));
    record(run(LATER, 2, last(rotation), event("1")));
  }

  @Test
  void nobodyCanTakeTheNamesOfAProducersOwnEvents() throws Exception {
    AuditEvent squatting = event("orders#0").toBuilder().setSource("urn:cairn:producers").build();
    refused(Code.INVALID_ARGUMENT, () -> record(squatting));
    record(run(PRODUCER, 0, Optional.empty(), KeyEvent.of(PRODUCER, 0, TIME)));
  }

  @Test
  void whatNobodyCouldReadIsNotRecorded() throws Exception {
    byte[] groups = new byte[4 * 40];
    for (int i = 0; i < 40; i++) {
      groups[2 * i] = (byte) 0xa3; // field 100 begins
      groups[2 * i + 1] = 0x06;
      groups[80 + 2 * i] = (byte) 0xa4; // and ends
      groups[81 + 2 * i] = 0x06;
    }
    AuditEvent deep =
        event("1").toBuilder().setUnknownFields(UnknownFieldSet.parseFrom(groups)).build();
    refused(Code.INVALID_ARGUMENT, () -> record(deep));
    assertEquals(0, running.log.durableSize());
  }

  @Test
  void aStreamGoesOnBehindBadEvents() throws Exception {
    Inbox inbox = new Inbox();
    StreamObserver<RecordEventsRequest> stream =
        AuditServiceGrpc.newStub(running.channel).recordEvents(inbox);
    EventRun naming = run(PRODUCER, 0, Optional.empty(), KeyEvent.of(PRODUCER, 0, TIME));
    AuditEvent bad = event("3").toBuilder().clearAction().build();
    EventRun mixed = run(PRODUCER, 1, last(naming), event("1"), event("2"), bad, event("1"));
    EventRun forged = mixed.toBuilder().setFirstSequence(5).build();
    EventRun next =
        run(PRODUCER, 5, last(mixed), new UnusedSequence(3, "refused").toEvent("orders", 5, TIME));
    for (EventRun run : List.of(naming, mixed, forged, next)) {
      stream.onNext(RecordEventsRequest.newBuilder().setRun(run).build());
    }
    stream.onCompleted();
    List<RecordEventsResponse> responses = inbox.all();
    assertEquals(RecordStream.CREDIT, responses.getFirst().getCredit());
    List<String> outcomes = new ArrayList<>();
    int rests = 0;
    for (RecordEventsResponse response : responses) {
      for (AppendOutcome outcome : response.getOutcomesList()) {
        for (int i = 0; i < outcome.getCount(); i++) {
          outcomes.add(
              outcome.hasError()
                  ? Code.forNumber(outcome.getError().getCode()).name()
                  : Long.toString(outcome.getAppended().getFirstIndex() + i));
        }
      }
      rests += response.getRestsCount();
    }
    assertEquals(
        List.of(
            "0",
            "1",
            "2",
            "INVALID_ARGUMENT",
            "1",
            "INVALID_ARGUMENT",
            "INVALID_ARGUMENT",
            "INVALID_ARGUMENT",
            "INVALID_ARGUMENT",
            "3"),
        outcomes);
    assertEquals(5, rests);
  }

  @Test
  void moreThanTheCreditEndsTheStream() throws Exception {
    SigningKey key = running.key;
    running.close();
    Duration never = Duration.ofDays(1);
    PublishTiming once = new PublishTiming(never, never);
    LogSettings settings = LogSettings.DEFAULT.withTiming(once);
    running = new RunningLog(key, folder.resolve("log"), settings);
    running.append("the one entry that is signed for");
    Inbox inbox = new Inbox();
    AuditServiceGrpc.AuditServiceStub stub = AuditServiceGrpc.newStub(running.channel);
    StreamObserver<RecordEventsRequest> stream = stub.recordEvents(inbox);
    for (int i = 0; i <= RecordStream.CREDIT / 256; i++) {
      EventRun.Builder run = EventRun.newBuilder();
      for (int j = 0; j < 256; j++) {
        run.addEvents(event(i + "-" + j).toByteString());
      }
      stream.onNext(RecordEventsRequest.newBuilder().setRun(run).build());
    }
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, inbox.end().getCode());
    assertEquals(List.of(RecordStream.CREDIT), inbox.credits());
  }

  @Test
  void whatPilesUpForASlowReaderComesInMessagesOfABoundedSize() throws Exception {
    List<EventRun> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      EventRun.Builder run = EventRun.newBuilder();
      for (int j = 0; j < 16; j++) {
        run.addEvents(large(i + "-" + j).toByteString());
      }
      runs.add(run.build());
    }
    for (int life = 0; life < 2; life++) { // the second time each outcome carries an entry
      SlowInbox inbox = new SlowInbox();
      StreamObserver<RecordEventsRequest> stream =
          AuditServiceGrpc.newStub(running.channel).recordEvents(inbox);
      for (EventRun run : runs) {
        stream.onNext(RecordEventsRequest.newBuilder().setRun(run).build());
      }
      stream.onCompleted();
      Thread.sleep(500); // lets outcomes pile up; without it less is shown, and nothing fails
      inbox.read();
      assertEquals(Status.OK, inbox.end.poll(20, TimeUnit.SECONDS));
      assertTrue(inbox.largest.get() < 1_200_000, inbox.largest + " bytes in one message");
      assertEquals(96, inbox.rests.get());
    }
  }

  private static AuditEvent large(String id) {
    AuditEvent.Builder large = event(id).toBuilder();
    for (int i = 0; i < 7; i++) {
      large.addAttributes(Attribute.newBuilder().setName("a" + i).setText("x".repeat(8_192)));
    }
    return large.build();
  }

  /** Reads nothing until it is told to. */
  private static final class SlowInbox
      implements ClientResponseObserver<RecordEventsRequest, RecordEventsResponse> {
    private final BlockingQueue<Status> end = new LinkedBlockingQueue<>();
    private final AtomicInteger largest = new AtomicInteger();
    private final AtomicInteger rests = new AtomicInteger();
    private @Nullable ClientCallStreamObserver<RecordEventsRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<RecordEventsRequest> starting) {
      call = starting;
      starting.disableAutoRequestWithInitial(0);
    }

    void read() {
      Objects.requireNonNull(call).request(Integer.MAX_VALUE);
    }

    @Override
    public void onNext(RecordEventsResponse response) {
      largest.accumulateAndGet(response.getSerializedSize(), Math::max);
      rests.addAndGet(response.getRestsCount());
    }

    @Override
    public void onError(Throwable failure) {
      end.add(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.add(Status.OK);
    }
  }

  /** What a stream answers. */
  private static final class Inbox implements StreamObserver<RecordEventsResponse> {
    private final BlockingQueue<RecordEventsResponse> responses = new LinkedBlockingQueue<>();
    private final BlockingQueue<Status> end = new LinkedBlockingQueue<>();

    @Override
    public void onNext(RecordEventsResponse response) {
      responses.add(response);
    }

    @Override
    public void onError(Throwable failure) {
      end.add(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.add(Status.OK);
    }

    Status end() throws InterruptedException {
      Status status = end.poll(20, TimeUnit.SECONDS);
      return status == null ? Status.UNKNOWN.withDescription("the stream goes on") : status;
    }

    List<Integer> credits() {
      return responses.stream().map(RecordEventsResponse::getCredit).toList();
    }

    List<RecordEventsResponse> all() throws InterruptedException {
      assertEquals(Status.OK, end());
      return List.copyOf(responses);
    }
  }
}
