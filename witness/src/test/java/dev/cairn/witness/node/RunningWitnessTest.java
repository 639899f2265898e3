package dev.cairn.witness.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.cairn.http.serve.HttpLimits;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SubtreeSignature;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Subtree;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.witness.OriginHash;
import dev.cairn.witness.TestLog;
import dev.cairn.witness.TestWitness;
import dev.cairn.witness.folder.WitnessFolder;
import dev.cairn.witness.v1.AddCheckpointRequest;
import dev.cairn.witness.v1.GetCheckpointRequest;
import dev.cairn.witness.v1.GetWitnessRequest;
import dev.cairn.witness.v1.GetWitnessResponse;
import dev.cairn.witness.v1.ListLogsRequest;
import dev.cairn.witness.v1.ListLogsResponse;
import dev.cairn.witness.v1.SignSubtreeRequest;
import dev.cairn.witness.v1.WitnessServiceGrpc;
import dev.cairn.witness.v1.WitnessServiceGrpc.WitnessServiceBlockingStub;
import dev.cairn.witness.v1.WitnessedLog;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A witness with both keys, from its folder, over HTTP and gRPC. */
final class RunningWitnessTest {
  private static final String ORIGIN = "example.com/log";
  private static final TestLog LOG = new TestLog(ORIGIN, 10);
  private static final TestLog OTHER = new TestLog("example.com/other", 3);
  private static final Subtree SUBTREE = new Subtree(4, 8);

  @TempDir Path data;
  private WitnessFolder folder;
  private RunningWitness running;
  private Loopback http;
  private ManagedChannel channel;
  private WitnessServiceBlockingStub grpc;

  @BeforeEach
  void start() throws Exception {
    WitnessFolder.create(data, List.of(TestWitness.key(), TestWitness.mlDsaKey()), new char[0]);
    folder = WitnessFolder.open(data);
    WitnessSettings settings =
        new WitnessSettings(
            Optional.of(Loopback.anyPort()),
            Optional.of(Loopback.anyPort()),
            HttpLimits.DEFAULT,
            2,
            10);
    running = RunningWitness.start(folder, new char[0], settings, InstantSource.system());
    running.witness().addLogs(List.of(LOG.vkey(), OTHER.vkey()));
    http = new Loopback(running.httpPort().orElseThrow());
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", running.grpcPort().orElseThrow())
            .usePlaintext()
            .build();
    grpc = WitnessServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    http.close();
    running.close();
    folder.close();
  }

  private SignedNote cosigned(int size) throws Exception {
    HttpResponse<String> answer = http.post("/add-checkpoint", LOG.request(0, size).toBytes());
    assertEquals(200, answer.statusCode(), answer.body());
    List<NoteSignature> lines = lines(answer.body());
    SignedNote note = LOG.checkpoint(size).note().with(lines);
    assertEquals(
        lines,
        note.verify(
            Cosignature.verifier(TestWitness.key().verifierKey()),
            Cosignature.verifier(TestWitness.mlDsaKey().verifierKey())));
    return note;
  }

  private static List<NoteSignature> lines(String body) throws Exception {
    List<NoteSignature> lines = new ArrayList<>();
    for (String line : body.strip().split("\n", -1)) {
      lines.add(NoteSignature.parse(line));
    }
    return lines;
  }

  @Test
  void cosignsWithBothKeysAndShowsItBothWays() throws Exception {
    SignedNote note = cosigned(9);
    String path = "/" + OriginHash.of(ORIGIN).toHex() + "/checkpoint";
    assertEquals(note.toString(), http.send("GET", path).body());
    GetCheckpointRequest request = GetCheckpointRequest.newBuilder().setOrigin(ORIGIN).build();
    assertEquals(note.toString(), grpc.getCheckpoint(request).getCheckpoint().toStringUtf8());
  }

  @Test
  void saysWhyThereIsNoCheckpoint() throws Exception {
    assertRefused(
        Status.Code.NOT_FOUND,
        "NEVER_COSIGNED",
        () -> grpc.getCheckpoint(GetCheckpointRequest.newBuilder().setOrigin(ORIGIN).build()));
    assertRefused(
        Status.Code.NOT_FOUND,
        "LOG_NOT_FOUND",
        () -> grpc.getCheckpoint(GetCheckpointRequest.newBuilder().setOrigin("x").build()));
  }

  @Test
  void saysWhoItIsAndWhatItKnows() throws Exception {
    cosigned(9);
    GetWitnessResponse about = grpc.getWitness(GetWitnessRequest.getDefaultInstance());
    assertEquals(
        folder.verifierKeys().stream().map(Object::toString).toList(), about.getVkeysList());
    assertEquals(2, about.getLogs());
    ListLogsResponse first = grpc.listLogs(ListLogsRequest.newBuilder().setPageSize(1).build());
    ListLogsResponse second =
        grpc.listLogs(
            ListLogsRequest.newBuilder()
                .setPageSize(1)
                .setPageToken(first.getNextPageToken())
                .build());
    assertEquals("", second.getNextPageToken());
    List<WitnessedLog> all = grpc.listLogs(ListLogsRequest.getDefaultInstance()).getLogsList();
    assertEquals(List.of(first.getLogs(0), second.getLogs(0)), all);
    WitnessedLog log =
        all.stream().filter(each -> each.getOrigin().equals(ORIGIN)).findFirst().orElseThrow();
    assertEquals(9, log.getSize());
    assertEquals(LOG.vkey().toString(), log.getVkey());
    assertEquals(LOG.head(9).root(), Hash.of(log.getRootHash().toByteArray()));
    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        "MALFORMED",
        () -> grpc.listLogs(ListLogsRequest.newBuilder().setPageToken("x").build()));
    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        "MALFORMED",
        () -> grpc.listLogs(ListLogsRequest.newBuilder().setPageSize(1_001).build()));
  }

  private static String subtreeBody(long start, long end, Hash hash, SignedNote note) {
    StringBuilder body = new StringBuilder("subtree " + start + " " + end + "\n");
    body.append(hash.toBase64()).append('\n');
    LOG.subtreeProof(SUBTREE, 9).forEach(each -> body.append(each.toBase64()).append('\n'));
    return body.append('\n').append(note).toString();
  }

  private HttpResponse<String> signSubtree(String body) throws Exception {
    return http.post("/sign-subtree", body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void signsSubtreesOfWhatItCosigned() throws Exception {
    SignedNote note = cosigned(9);
    Hash hash = LOG.subtreeHash(2, 1);
    HttpResponse<String> answer = signSubtree(subtreeBody(4, 8, hash, note));
    assertEquals(200, answer.statusCode(), answer.body());
    NoteSignature line = NoteSignature.parse(answer.body().strip());
    assertEquals(
        0,
        SubtreeSignature.verify(line, TestWitness.mlDsaKey().verifierKey(), ORIGIN, SUBTREE, hash));
    SignSubtreeRequest message =
        SignSubtreeRequest.newBuilder()
            .setStart(4)
            .setEnd(8)
            .setHash(ByteString.copyFrom(hash.toBytes()))
            .addAllProof(
                LOG.subtreeProof(SUBTREE, 9).stream()
                    .map(each -> ByteString.copyFrom(each.toBytes()))
                    .toList())
            .setCheckpoint(ByteString.copyFrom(note.toBytes()))
            .build();
    SubtreeSignature.verify(
        NoteSignature.parse(grpc.signSubtree(message).getSignatures(0)),
        TestWitness.mlDsaKey().verifierKey(),
        ORIGIN,
        SUBTREE,
        hash);
    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        "INVALID_SUBTREE",
        () -> grpc.signSubtree(message.toBuilder().setStart(3).build()));
  }

  @Test
  void refusesOtherSubtrees() throws Exception {
    SignedNote note = cosigned(9);
    Hash hash = LOG.subtreeHash(2, 1);
    assertEquals(422, signSubtree(subtreeBody(4, 8, LOG.subtreeHash(2, 0), note)).statusCode());
    assertEquals(400, signSubtree(subtreeBody(3, 8, hash, note)).statusCode());
    assertEquals(400, signSubtree(subtreeBody(8, 16, hash, note)).statusCode());
    assertEquals(403, signSubtree(subtreeBody(4, 8, hash, LOG.checkpoint(9).note())).statusCode());
    SignedNote larger = new SignedNote(LOG.checkpoint(10).note().text(), note.signatures());
    assertEquals(403, signSubtree(subtreeBody(4, 8, hash, larger)).statusCode());
    TestLog stranger = new TestLog("example.com/stranger", 9);
    HttpResponse<String> unknown =
        signSubtree(subtreeBody(4, 8, hash, stranger.checkpoint(9).note()));
    assertEquals(404, unknown.statusCode());
    String good = subtreeBody(4, 8, hash, note);
    for (String bad :
        List.of(
            good.replace("subtree 4 8", "subtree 04 8"),
            good.replace("subtree 4 8", "subtree 4  8"),
            good.replace("subtree 4 8", "subtree 4 8 "),
            good.replace("subtree 4 8", "subtree 4"),
            "subtree 4 8\n\n" + note,
            good.substring(1))) {
      assertEquals(400, signSubtree(bad).statusCode(), bad);
    }
  }

  @Test
  void limitsThePeerOverGrpc() throws Exception {
    // Calls that have not sent their message yet are in flight.
    var method = WitnessServiceGrpc.getAddCheckpointMethod();
    List<ClientCall<AddCheckpointRequest, ?>> open = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      var call = channel.newCall(method, CallOptions.DEFAULT);
      call.start(new ClientCall.Listener<>() {}, new Metadata());
      call.request(1);
      open.add(call);
    }
    GetWitnessRequest another = GetWitnessRequest.getDefaultInstance();
    StatusRuntimeException refusal =
        assertRefused(
            Status.Code.RESOURCE_EXHAUSTED,
            "TOO_MANY_REQUESTS",
            () -> {
              // Until the two have arrived there is a place for it.
              for (long end = System.nanoTime() + 5_000_000_000L; System.nanoTime() < end; ) {
                GetWitnessResponse _ = grpc.getWitness(another);
              }
            });
    RetryInfo retry =
        Objects.requireNonNull(StatusProto.fromThrowable(refusal))
            .getDetails(1)
            .unpack(RetryInfo.class);
    assertEquals(1, retry.getRetryDelay().getSeconds());
    open.forEach(call -> call.cancel("over", null));
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (http.send("GET", "/").statusCode() == 429) {
      assertTrue(System.nanoTime() < deadline, "whoever goes gives his place back");
    }
  }

  @Test
  void isHealthy() {
    assertEquals(
        ServingStatus.SERVING,
        HealthGrpc.newBlockingStub(channel)
            .check(
                HealthCheckRequest.newBuilder().setService(WitnessServiceGrpc.SERVICE_NAME).build())
            .getStatus());
  }

  private static StatusRuntimeException assertRefused(
      Status.Code code, String reason, Executable call) throws Exception {
    StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, call);
    assertEquals(code, refusal.getStatus().getCode(), refusal.getMessage());
    ErrorInfo info =
        Objects.requireNonNull(StatusProto.fromThrowable(refusal))
            .getDetails(0)
            .unpack(ErrorInfo.class);
    assertEquals(reason, info.getReason());
    return refusal;
  }
}
