package dev.cairn.witness.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.cairn.http.admission.Admission;
import dev.cairn.http.serve.HttpEndpoint;
import dev.cairn.http.serve.HttpLimits;
import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.witness.AddCheckpointVector;
import dev.cairn.witness.OriginHash;
import dev.cairn.witness.TestLog;
import dev.cairn.witness.TestWitness;
import dev.cairn.witness.Witness;
import dev.cairn.witness.grpc.GrpcEndpoint;
import dev.cairn.witness.http.WitnessHandler;
import dev.cairn.witness.store.WitnessStore;
import dev.cairn.witness.v1.AddCheckpointRequest;
import dev.cairn.witness.v1.WitnessServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every vector again, over real sockets, against a store that knows the head that it names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VectorReplayTest {
  private static final TestLog LOG = new TestLog("example.com/log", 9);
  private static final Hash ORIGIN = OriginHash.of("example.com/log");

  private WitnessStore store;
  private Witness witness;
  private HttpEndpoint http;
  private GrpcEndpoint grpc;
  private Loopback client;
  private ManagedChannel channel;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    WitnessStore.create(folder.resolve("store"));
    store = WitnessStore.open(folder.resolve("store"));
    witness = new Witness(store, List.of(TestWitness.key()), InstantSource.system());
    witness.addLogs(List.of(LOG.vkey()));
    Admission admission = new Admission(64, 64);
    http =
        HttpEndpoint.start(
            "witness-http",
            new WitnessHandler(witness, admission),
            Loopback.anyPort(),
            HttpLimits.DEFAULT);
    grpc =
        GrpcEndpoint.start(
            witness, Loopback.anyPort(), Duration.ofSeconds(5), Duration.ofSeconds(5), admission);
    client = new Loopback(http.port());
    channel = NettyChannelBuilder.forAddress("127.0.0.1", grpc.port()).usePlaintext().build();
  }

  @AfterAll
  void stop() {
    channel.shutdownNow();
    client.close();
    http.close();
    grpc.close();
    witness.close();
  }

  static List<AddCheckpointVector> vectors() throws IOException {
    return AddCheckpointVector.load();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdictOverHttp(AddCheckpointVector vector) throws Exception {
    setKnown(vector.known());
    HttpResponse<String> answer = client.post("/add-checkpoint", vector.request());
    switch (vector.text("verdict")) {
      case "cosign" -> {
        assertEquals(200, answer.statusCode(), answer.body());
        assertCosigned(vector, answer.body());
      }
      case "conflict" -> {
        assertEquals(409, answer.statusCode());
        assertEquals(vector.text("size") + "\n", answer.body());
        assertEquals("text/x.tlog.size", answer.headers().firstValue("Content-Type").get());
      }
      default -> {
        assertEquals(vector.status(), answer.statusCode(), answer.body());
        assertTrue(answer.body().startsWith(vector.text("message")), answer.body());
        assertEquals(answer.body().length() - 1, answer.body().indexOf('\n'), "one line");
      }
    }
    assertKnown(vector);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdictOverGrpc(AddCheckpointVector vector) throws Exception {
    Optional<AddCheckpointRequest> request = message(vector.request());
    if (request.isEmpty()) {
      return; // What is wrong with it cannot be said in a message.
    }
    setKnown(vector.known());
    WitnessServiceGrpc.WitnessServiceBlockingStub stub =
        WitnessServiceGrpc.newBlockingStub(channel);
    if (vector.text("verdict").equals("cosign")) {
      List<String> lines = stub.addCheckpoint(request.get()).getCosignaturesList();
      assertCosigned(vector, String.join("\n", lines) + "\n");
    } else {
      StatusRuntimeException refusal =
          assertThrows(StatusRuntimeException.class, () -> stub.addCheckpoint(request.get()));
      assertRefused(vector, refusal);
    }
    assertKnown(vector);
  }

  @Test
  void mostVectorsAreMessages() throws Exception {
    int messages = 0;
    for (AddCheckpointVector vector : vectors()) {
      messages += message(vector.request()).isPresent() ? 1 : 0;
    }
    assertEquals(64, messages);
  }

  private static void assertRefused(AddCheckpointVector vector, StatusRuntimeException refusal)
      throws Exception {
    ErrorInfo info =
        Objects.requireNonNull(StatusProto.fromThrowable(refusal))
            .getDetails(0)
            .unpack(ErrorInfo.class);
    assertEquals("cairn.dev", info.getDomain());
    String wanted =
        switch (vector.text("verdict")) {
          case "conflict" -> "OLD_SIZE_CONFLICT";
          case "malformed" -> "MALFORMED";
          default ->
              switch (vector.text("reason")) {
                case "UNKNOWN_ORIGIN" -> "LOG_NOT_FOUND";
                case "EXTENSION_LINES" -> "MALFORMED";
                case "EMPTY_TREE_WITH_OTHER_ROOT" -> "BAD_PROOF";
                default -> vector.text("reason");
              };
        };
    assertEquals(wanted, info.getReason());
    String code =
        switch (vector.status()) {
          case 400 -> "INVALID_ARGUMENT";
          case 403 -> "PERMISSION_DENIED";
          case 404 -> "NOT_FOUND";
          case 409 -> "ABORTED";
          case 422 -> "FAILED_PRECONDITION";
          default -> throw new AssertionError(vector.status());
        };
    assertEquals(code, refusal.getStatus().getCode().name());
    if (vector.status() == 409) {
      assertEquals(vector.text("size"), info.getMetadataOrThrow("known_size"));
    }
  }

  /** The message of a request, if its parts before the checkpoint are well-formed. */
  private static Optional<AddCheckpointRequest> message(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int blankLine = text.indexOf("\n\n");
    if (!text.startsWith("old ") || blankLine < 0) {
      return Optional.empty();
    }
    String[] lines = text.substring(0, blankLine).split("\n", -1);
    AddCheckpointRequest.Builder request = AddCheckpointRequest.newBuilder();
    try {
      request.setOldSize(CanonicalText.parseDecimal("old", lines[0].substring(4)));
      for (int i = 1; i < lines.length; i++) {
        byte[] hash = CanonicalText.parseBase64("hash", lines[i]);
        request.addProof(ByteString.copyFrom(hash));
      }
    } catch (MalformedException e) {
      return Optional.empty();
    }
    byte[] note = text.substring(blankLine + 2).getBytes(StandardCharsets.ISO_8859_1);
    return Optional.of(request.setCheckpoint(ByteString.copyFrom(note)).build());
  }

  private void setKnown(TreeHead head) {
    String note =
        head.size() == 0 ? "" : LOG.sign(new Checkpoint("example.com/log", head)).toString();
    String stored = store.log(ORIGIN).orElseThrow().head();
    assertTrue(store.replaceHead(ORIGIN, stored, note));
  }

  private void assertKnown(AddCheckpointVector vector) throws Exception {
    TreeHead known = witness.known("example.com/log");
    if (vector.text("verdict").equals("cosign")) {
      assertEquals(vector.text("size"), Long.toString(known.size()));
    } else {
      assertEquals(vector.known(), known, "a refusal changes nothing");
    }
  }

  private void assertCosigned(AddCheckpointVector vector, String lines) throws Exception {
    assertTrue(lines.endsWith("\n"));
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : lines.strip().split("\n", -1)) {
      signatures.add(NoteSignature.parse(line));
    }
    assertEquals(1, signatures.size());
    byte[] body = vector.request();
    String text = new String(body, StandardCharsets.UTF_8);
    SignedNote sent =
        SignedNote.parse(text.substring(text.indexOf("\n\n") + 2).getBytes(StandardCharsets.UTF_8));
    TestWitness.verify(new SignedNote(sent.text(), signatures));
    String stored = store.log(ORIGIN).orElseThrow().head();
    if (!stored.isEmpty()) {
      SignedNote kept = SignedNote.parse(stored.getBytes(StandardCharsets.UTF_8));
      assertEquals(sent.text(), kept.text());
      assertTrue(kept.signatures().stream().allMatch(line -> line.claims(LOG.vkey())));
    }
    assertFalse(witness.cosigned(ORIGIN).isEmpty());
  }
}
