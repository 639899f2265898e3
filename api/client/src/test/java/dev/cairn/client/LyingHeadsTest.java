package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.cairn.client.Evidence.Kind;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.ListCheckpointsResponse;
import dev.cairn.log.v1.WatchCheckpointsResponse;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import io.grpc.Status;
import java.util.Collections;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lies about heads, and heads that contradict each other. */
@Timeout(120)
class LyingHeadsTest extends LiarFixture {

  private void lieInConsistency(UnaryOperator<GetConsistencyProofResponse.Builder> lie) {
    log.lies()
        .tell(GetConsistencyProofResponse.class, truth -> lie.apply(truth.toBuilder()).build());
  }

  private void present(ByteString checkpoint) {
    log.lies()
        .tell(
            GetCheckpointResponse.class,
            truth -> truth.toBuilder().setCheckpoint(checkpoint).build());
  }

  @Test
  void withoutALieTheHeadIsBelieved() throws Exception {
    assertEquals(5, remembered().size());
    assertEquals(log.head(11), client.checkpoint().head());
    assertEquals(11, remembered().size());
  }

  @Test
  void everyBitOfAConsistencyProof() {
    int hashes = log.prover().consistency(5, 11).size();
    for (int hash = 0; hash < hashes; hash++) {
      for (int bit = 0; bit < 256; bit++) {
        int at = hash;
        int flipped = bit;
        lieInConsistency(truth -> truth.setHashes(at, Lies.flip(truth.getHashes(at), flipped)));
        Evidence evidence = refused(client::checkpoint).evidence().orElseThrow();
        assertEquals(Kind.INCONSISTENT, evidence.kind());
        assertEquals(hashes, evidence.proof().size());
      }
    }
  }

  @Test
  void consistencyProofOfAnotherShape() {
    lieInConsistency(GetConsistencyProofResponse.Builder::clearHashes);
    refused(client::checkpoint);
    lieInConsistency(truth -> truth.addHashes(truth.getHashes(0)));
    refused(client::checkpoint);
    lieInConsistency(truth -> truth.setHashes(0, truth.getHashes(0).substring(1)));
    refused(client::checkpoint);
    lieInConsistency(truth -> truth.setSecondSize(10));
    refused(client::checkpoint);
    lieInConsistency(truth -> truth.setFirstSize(4));
    refused(client::checkpoint);
  }

  @Test
  void endlessConsistencyProof() throws Exception {
    lieInConsistency(truth -> truth.addAllHashes(Collections.nCopies(9_999, truth.getHashes(0))));
    Evidence evidence = refused(client::checkpoint).evidence().orElseThrow();
    assertEquals(evidence, EvidenceFile.parse(EvidenceFile.format(evidence)));
  }

  @Test
  void olderCheckpoint() {
    present(log.checkpoint(4));
    Evidence evidence = refused(client::checkpoint).evidence().orElseThrow();
    assertEquals(Kind.ROLLBACK, evidence.kind());
    assertEquals(log.head(5), evidence.heads().getFirst().head());
    assertEquals(log.head(4), evidence.heads().getLast().head());
  }

  @Test
  void olderCheckpointToANewClientWithTheSameMemory() {
    present(log.checkpoint(4));
    try (LogClient later = log.client(memory)) {
      refused(later::checkpoint);
    }
  }

  @Test
  void forkOfTheSameSize() {
    log.become("entry 0", "entry 1", "other 2", "entry 3", "entry 4");
    Evidence evidence = refused(client::checkpoint).evidence().orElseThrow();
    assertEquals(Kind.FORK, evidence.kind());
    assertEquals(remembered(), evidence.heads().getFirst().head());
    assertEquals(log.head(5), evidence.heads().getLast().head());
  }

  @Test
  void longerFork() {
    log.become("entry 0", "entry 1", "other 2", "entry 3", "entry 4", "entry 5", "entry 6");
    Evidence evidence = refused(client::checkpoint).evidence().orElseThrow();
    assertEquals(Kind.INCONSISTENT, evidence.kind());
    assertEquals(remembered(), evidence.heads().getFirst().head());
    assertEquals(log.head(7), evidence.heads().getLast().head());
    refused(() -> client.append(bytes("new")));
    refused(() -> client.appendAll(TestLog.bytes("new", "newer")));
    refused(() -> client.get(6));
    refused(() -> client.get(2));
    refused(() -> client.inclusion(2));
    refused(() -> client.tail(0).next());
    refused(() -> client.checkpoints(0).next());
    refused(() -> client.watchCheckpoints().next());
  }

  @Test
  void forkOfAnEarlierSize() throws Exception {
    log.publish("entry 11");
    client.checkpoint();
    present(TestLog.checkpoint(log.signer(), new TreeHead(11, log.head(7).root())));
    assertEquals(
        Kind.INCONSISTENT, refused(() -> client.checkpoint(11)).evidence().orElseThrow().kind());
    present(TestLog.checkpoint(log.signer(), new TreeHead(5, log.head(7).root())));
    assertEquals(Kind.FORK, refused(() -> client.checkpoint(5)).evidence().orElseThrow().kind());
  }

  @Test
  void headThatTheLogRefusesToProve() {
    present(TestLog.checkpoint(log.signer(), new TreeHead(50, log.head(11).root())));
    Evidence evidence = refused(client::checkpoint).evidence().orElseThrow();
    assertEquals(Kind.INCONSISTENT, evidence.kind());
    assertEquals(50, evidence.heads().getLast().head().size());
  }

  @Test
  void checkpointOfAnotherOrigin() {
    SigningKey other = SigningKey.generate("other.example/log", KeyType.ED25519);
    present(TestLog.checkpoint(other, log.head(11)));
    refused(client::checkpoint);
  }

  @Test
  void checkpointByAnotherKeyOfTheSameName() {
    present(TestLog.checkpoint(TestLog.newKey(), log.head(11)));
    refused(client::checkpoint);
  }

  @Test
  void checkpointWithoutASignature() {
    String note = log.checkpoint(11).toStringUtf8();
    present(ByteString.copyFromUtf8(note.substring(0, note.indexOf("\n\n") + 1)));
    refused(client::checkpoint);
    present(ByteString.copyFromUtf8(note.substring(0, note.indexOf("\n\n") + 2)));
    refused(client::checkpoint);
    present(ByteString.EMPTY);
    refused(client::checkpoint);
  }

  @Test
  void everyByteOfACheckpointChanged() {
    ByteString note = log.checkpoint(11);
    for (int at = 0; at < note.size(); at++) {
      present(Lies.flip(note, at * 8));
      refused(client::checkpoint);
    }
  }

  @Test
  void checkpointOfAnotherSizeThanAskedFor() {
    present(log.checkpoint(5));
    refused(() -> client.checkpoint(11));
  }

  @Test
  void watchedCheckpointGoesBack() throws Exception {
    try (CheckpointCursor published = client.watchCheckpoints()) {
      assertEquals(log.head(11), published.next().orElseThrow().head());
      log.lies()
          .tell(
              WatchCheckpointsResponse.class,
              truth -> truth.toBuilder().setCheckpoint(log.checkpoint(6)).build());
      log.publish("entry 11");
      Evidence evidence = refused(published::next).evidence().orElseThrow();
      assertEquals(Kind.ROLLBACK, evidence.kind());
    }
  }

  private void lieInList(UnaryOperator<ListCheckpointsResponse.Builder> lie) {
    log.lies().tell(ListCheckpointsResponse.class, truth -> lie.apply(truth.toBuilder()).build());
  }

  @Test
  void listOfCheckpoints() throws Exception {
    lieInList(list -> list.clearCheckpoints().setNextPageToken("again"));
    refused(() -> client.checkpoints(0).next());
    lieInList(list -> list.setCheckpoints(0, log.checkpoint(4)));
    refused(() -> client.checkpoints(5).next());
    lieInList(list -> list.setCheckpoints(0, TestLog.checkpoint(TestLog.newKey(), log.head(5))));
    refused(() -> client.checkpoints(5).next());
    lieInList(list -> list.setCheckpoints(1, list.getCheckpoints(0)));
    try (CheckpointCursor kept = client.checkpoints(5)) {
      assertEquals(5, kept.next().orElseThrow().head().size());
      refused(kept::next);
    }
  }

  /** The log was set back to an older state, and says so only by having no proof. */
  @Test
  void logThatLostWhatItSigned() throws Exception {
    client.checkpoint();
    log.become(TestLog.numbered(8));
    refused(() -> client.get(2));
    refused(() -> client.entries(2, 4).next());
    refused(() -> client.entries(0, 4).next());
    refused(() -> client.consistency(log.head(3), remembered()));
  }

  /** An overloaded log proves nothing now, and nothing against itself. */
  @Test
  void logThatIsTooBusyForAProof() {
    log.refuseAfter(1, 1, Status.RESOURCE_EXHAUSTED);
    assertThrows(RefusedException.class, client::checkpoint);
    assertEquals(5, remembered().size());
  }

  @Test
  void consistencyBetweenHeadsThatAreNotOfOneHistory() {
    assertThrows(
        CheckFailedException.class,
        () -> client.consistency(new TreeHead(4, log.head(3).root()), log.head(11)));
    assertThrows(
        CheckFailedException.class,
        () -> client.consistency(new TreeHead(11, log.head(3).root()), log.head(11)));
  }
}
