package dev.cairn.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.client.Evidence.Kind;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.WatchCheckpointsResponse;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Lies about who has cosigned what when. */
@Timeout(60)
class LyingWitnessedTest extends PolicyFixture {

  private void present(ByteString note) {
    log.lies()
        .tell(GetCheckpointResponse.class, truth -> truth.toBuilder().setCheckpoint(note).build());
  }

  private CheckFailedException refused(String why, Executable call) throws Exception {
    long before = remembered();
    CheckFailedException failed = assertThrows(CheckFailedException.class, call);
    assertEquals(before, remembered());
    String message = String.valueOf(failed.getMessage());
    assertTrue(message.contains(why), message);
    log.lies().stop();
    return failed;
  }

  @Test
  void aQuorumIsEnough() throws Exception {
    present(witnesses.cosign(log.checkpoint(11), 0, 2));
    assertEquals(11, client.checkpoint().head().size());
  }

  @Test
  void signedByTheLogOnly() throws Exception {
    present(log.checkpoint(11));
    refused("has 0 of", client::checkpoint);
  }

  @Test
  void oneShortOfTheQuorum() throws Exception {
    present(witnesses.cosign(log.checkpoint(11), 1));
    refused("missing w0, w2", client::checkpoint);
  }

  @Test
  void oneKeyTwice() throws Exception {
    ByteString once = witnesses.cosign(log.checkpoint(11), 1);
    present(witnesses.cosignAt(TestWitnesses.NOW - 1, once, 1));
    refused("missing w0, w2", client::checkpoint);
  }

  @Test
  void unknownKeys() throws Exception {
    SigningKey[] strangers = new SigningKey[3];
    for (int i = 0; i < strangers.length; i++) { // with the names of the known ones
      strangers[i] = SigningKey.generate("example.com/w" + i, KeyType.ED25519_COSIGNATURE);
    }
    present(witnesses.cosignAt(TestWitnesses.NOW, log.checkpoint(11), strangers));
    refused("has 0 of", client::checkpoint);
  }

  @Test
  void cosignaturesOfAnotherRoot() throws Exception {
    List<NoteSignature> lines =
        witnesses.open(witnesses.cosign(log.checkpoint(10), 0, 1, 2)).note().signatures();
    present(
        ByteString.copyFrom(
            witnesses.open(log.checkpoint(11)).with(lines.subList(1, 4)).toBytes()));
    refused("size 11", client::checkpoint);
  }

  @Test
  void aForgedLineByAKnownWitnessSpoilsAGoodQuorum() throws Exception {
    var key = witnesses.key(2).verifierKey();
    NoteSignature forged = new NoteSignature(key.name(), key.keyId(), new byte[72]);
    ByteString quorum = witnesses.cosign(log.checkpoint(11), 0, 1);
    present(ByteString.copyFrom(witnesses.open(quorum).with(List.of(forged)).toBytes()));
    refused("size 11", client::checkpoint);
  }

  @Test
  void aTimeInTheFutureSpoilsAGoodQuorum() throws Exception {
    ByteString quorum = witnesses.cosign(log.checkpoint(11), 0, 1);
    present(witnesses.cosignAt(TestWitnesses.NOW + 61, quorum, 2));
    refused("future", client::checkpoint);
    present(witnesses.cosignAt(TestWitnesses.NOW + 60, quorum, 2));
    assertEquals(11, client.checkpoint().head().size());
  }

  @Test
  void staleWhereFreshnessIsAsked() throws Exception {
    ByteString old = witnesses.cosignAt(TestWitnesses.NOW - 7_500, log.checkpoint(11), 0, 1);
    ByteString oneFresh = witnesses.cosign(old, 2);
    try (LogClient strict = client(trust(Duration.ofHours(1)))) {
      present(oneFresh);
      CheckFailedException failed = assertThrows(CheckFailedException.class, strict::checkpoint);
      String message = String.valueOf(failed.getMessage());
      assertTrue(message.contains("2 h 5 min old, and 1 h 0 min are allowed"), message);
    }
    assertEquals(11, client.checkpoint().head().size(), "nobody asked here");
  }

  /** What was fresh when it was remembered does not stay so. */
  @Test
  void theRememberedHeadGetsOld() throws Exception {
    try (LogClient strict = client(trust(Duration.ofHours(1)))) {
      strict.checkpoint();
      assertEquals(7, strict.get(7).index());
      clock.addAndGet(3_601);
      assertThrows(CheckFailedException.class, () -> strict.get(7));
    }
  }

  @Test
  void replayOfAnOlderWitnessedHead() throws Exception {
    client.checkpoint();
    present(witnesses.cosign(log.checkpoint(9), 0, 1, 2));
    Evidence evidence = refused("went back", client::checkpoint).evidence().orElseThrow();
    assertEquals(Kind.ROLLBACK, evidence.kind());
    assertEquals(11, remembered());
    try (LogClient later = client(trust())) {
      present(witnesses.cosign(log.checkpoint(9), 0, 1, 2));
      assertThrows(CheckFailedException.class, later::checkpoint);
    }
  }

  @Test
  void aForkThatIsWitnessedIsStillAFork() throws Exception {
    log.become("entry 0", "other 1", "entry 2", "entry 3", "entry 4");
    assertEquals(Kind.FORK, refused("fork", client::checkpoint).evidence().orElseThrow().kind());
  }

  private void lieInReceipt(UnaryOperator<dev.cairn.log.v1.Receipt.Builder> lie) {
    log.lies()
        .tell(
            AppendEntryResponse.class,
            truth ->
                truth.toBuilder().setReceipt(lie.apply(truth.getReceipt().toBuilder())).build());
  }

  private void refusedReceipt(String why) throws Exception {
    refused(why, () -> client.append("new".getBytes(UTF_8), AppendOptions.WITNESSED));
  }

  @Test
  void receiptThatIsNotWitnessed() throws Exception {
    lieInReceipt(receipt -> bundled(receipt.setCheckpoint(log.checkpoint(log.size()))));
    refusedReceipt("has 0 of");
    lieInReceipt(
        receipt -> bundled(receipt.setCheckpoint(witnesses.cosign(log.checkpoint(log.size()), 0))));
    refusedReceipt("missing w1, w2");
  }

  private dev.cairn.log.v1.Receipt.Builder bundled(dev.cairn.log.v1.Receipt.Builder receipt) {
    TlogProof bundle =
        new TlogProof(
            receipt.getIndex(),
            log.prover().inclusion(receipt.getIndex(), log.size()),
            witnesses.open(receipt.getCheckpoint()));
    return receipt.setTlogProof(ByteString.copyFrom(bundle.toBytes()));
  }

  @Test
  void receiptWithAnotherBundle() throws Exception {
    lieInReceipt(receipt -> receipt.clearTlogProof());
    refusedReceipt("bundle is malformed");
    lieInReceipt(receipt -> receipt.setTlogProof(ByteString.copyFromUtf8("no proof")));
    refusedReceipt("bundle is malformed");
    lieInReceipt(
        receipt -> {
          var other = receipt.clone().setCheckpoint(log.checkpoint(log.size()));
          return receipt.setTlogProof(bundled(other).getTlogProof());
        });
    refusedReceipt("not of its proof");
    lieInReceipt(
        receipt -> {
          String text = receipt.getTlogProof().toStringUtf8();
          return receipt.setTlogProof(
              ByteString.copyFromUtf8(text.replaceFirst("index [0-9]+", "index 3")));
        });
    refusedReceipt("not of its proof");
    lieInReceipt(
        receipt -> {
          String text = receipt.getTlogProof().toStringUtf8();
          return receipt.setTlogProof(
              ByteString.copyFromUtf8(text.replaceFirst("\nindex", "\nextra eA==\nindex")));
        });
    refusedReceipt("not of its proof");
  }

  @Test
  void batchThatIsNotWitnessed() throws Exception {
    log.lies()
        .tell(
            BatchAppendEntriesResponse.class,
            truth -> truth.toBuilder().setCheckpoint(log.checkpoint(log.size())).build());
    refused("has 0 of", () -> client.appendAll(TestLog.bytes("a", "b"), AppendOptions.WITNESSED));
  }

  @Test
  void streamThatIsNotWitnessed() throws Exception {
    log.lies()
        .tell(
            AppendEntriesResponse.class,
            truth -> truth.toBuilder().setCheckpoint(log.checkpoint(log.size())).build());
    try (StreamAppender stream = client.appendStream(Ack.WITNESSED, 4)) {
      var outcome = stream.append("new".getBytes(UTF_8));
      stream.append("newer".getBytes(UTF_8)).exceptionally(_ -> null);
      stream.append("newest".getBytes(UTF_8)).exceptionally(_ -> null);
      ExecutionException failed = assertThrows(ExecutionException.class, outcome::get);
      assertTrue(failed.getCause() instanceof CheckFailedException);
    }
    assertEquals(5, remembered());
  }

  @Test
  void readsThatAreNotWitnessed() throws Exception {
    UnaryOperator<GetInclusionProofResponse> bare =
        truth -> truth.toBuilder().setCheckpoint(log.checkpoint(11)).build();
    log.lies().tell(GetInclusionProofResponse.class, bare);
    refused("has 0 of", () -> client.inclusion(7));
    log.lies().tell(GetInclusionProofResponse.class, bare);
    refused("has 0 of", () -> client.get(7));
    log.lies().tell(GetInclusionProofResponse.class, bare);
    refused("has 0 of", () -> client.entries(6, 8).next());
    present(log.checkpoint(11));
    refused("has 0 of", () -> client.checkpoint(11));
    log.lies()
        .tell(
            WatchCheckpointsResponse.class,
            truth -> truth.toBuilder().setCheckpoint(log.checkpoint(11)).build());
    refused("has 0 of", () -> client.watchCheckpoints().next());
  }
}
