package dev.cairn.bench.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.witness.AddCheckpointRequest;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogConversationTest {
  private static final SigningKey WITNESS =
      SigningKey.generate("bench/witness", KeyType.ED25519_COSIGNATURE);

  private final GrowingLogs logs = new GrowingLogs(3);
  private final List<LogConversation> conversations =
      LogConversation.of(logs, WITNESS.verifierKey(), 2);

  private static AddCheckpointRequest next(LogConversation conversation) throws MalformedException {
    return AddCheckpointRequest.parse(conversation.next().orElseThrow());
  }

  private byte[] cosigned(SigningKey key, AddCheckpointRequest request)
      throws MalformedException, VerificationException {
    int log = Integer.parseInt(request.origin().substring(request.origin().lastIndexOf('/') + 1));
    byte[] note = request.note().toString().getBytes(StandardCharsets.UTF_8);
    SignedCheckpoint checkpoint = SignedCheckpoint.open(note, logs.key(log));
    return (Cosignature.sign(checkpoint, key, 1_700_000_000) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void eachLogGrowsByProvenSteps() throws MalformedException, VerificationException {
    LogConversation first = conversations.getFirst();
    first.prepare(6);
    List<String> origins = new ArrayList<>();
    TreeHead known = TreeHead.EMPTY;
    for (int i = 0; i < 6; i++) {
      AddCheckpointRequest request = next(first);
      origins.add(request.origin());
      if (request.origin().equals("bench.example/log/0")) {
        TreeHead head = Checkpoint.parse(request.note().text()).head();
        assertEquals(known.size(), request.oldSize());
        if (known.size() > 0) {
          ProofVerifier.consistency(known, head, request.proof());
        }
        known = head;
      }
    }

    assertEquals(Optional.empty(), first.next());
    assertEquals(
        List.of(
            "bench.example/log/0",
            "bench.example/log/2",
            "bench.example/log/0",
            "bench.example/log/2",
            "bench.example/log/0",
            "bench.example/log/2"),
        origins);
    assertEquals(SharedTree.FIRST_SIZE + 2 * SharedTree.STEP, known.size());
  }

  @Test
  void aLineByTheWitnessIsTakenAndVerified() throws MalformedException, VerificationException {
    LogConversation second = conversations.getLast();
    second.prepare(1);

    assertEquals(Status.OK, second.answered(200, cosigned(WITNESS, next(second))));
    assertEquals(1, second.verifySampled());
    assertEquals(0, second.verifySampled());
  }

  @Test
  void otherAnswersAreNot() throws MalformedException, VerificationException {
    LogConversation second = conversations.getLast();
    second.prepare(1);
    byte[] other =
        cosigned(SigningKey.generate("bench/witness", KeyType.ED25519_COSIGNATURE), next(second));

    assertEquals(Status.Code.DATA_LOSS, second.answered(200, other).getCode());
    assertEquals(Status.Code.DATA_LOSS, second.answered(200, new byte[0]).getCode());
    Status refused = second.answered(403, "no\n".getBytes(StandardCharsets.UTF_8));
    assertEquals("HTTP 403: no", refused.getDescription());
  }

  @Test
  void aSignatureOfAnotherCheckpointIsFound() throws MalformedException, VerificationException {
    LogConversation first = conversations.getFirst();
    first.prepare(2);
    byte[] earlier = cosigned(WITNESS, next(first));
    var _ = next(first);

    assertTrue(first.answered(200, earlier).isOk(), "it looks like one");
    assertThrows(VerificationException.class, first::verifySampled);
  }
}
