package dev.cairn.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.TrustedLog.Basis;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.policy.CosignatureTimes;
import dev.cairn.tree.policy.WitnessPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client with a policy, and an honest log. */
@Timeout(60)
class WitnessedClientTest extends PolicyFixture {

  @Test
  void theKeyIsThePolicys() throws Exception {
    assertEquals(new TrustedLog(log.vkey(), Basis.POLICY), client.trust());
    assertEquals(11, client.checkpoint().head().size());
    assertEquals(11, remembered());
  }

  @Test
  void everyReadRestsOnAWitnessedHead() throws Exception {
    assertArrayEquals("entry 7".getBytes(UTF_8), client.get(7).data());
    assertEquals(3, client.checkpoint().note().signatures().size() - 1);
    assertEquals(4, client.inclusion(7).checkpoint().note().signatures().size());
    assertEquals(4, client.checkpoint(11).note().signatures().size());
    try (EntryCursor entries = client.entries(0, 11)) {
      for (int i = 0; i < 11; i++) {
        assertEquals(i, entries.next().orElseThrow().index());
      }
    }
    try (CheckpointCursor published = client.watchCheckpoints()) {
      assertEquals(4, published.next().orElseThrow().note().signatures().size());
      log.publish("entry 11");
      assertEquals(12, published.next().orElseThrow().head().size());
    }
  }

  @Test
  void theReceiptIsABundleThatAnyoneWithThePolicyCanCheck() throws Exception {
    byte[] entry = "new".getBytes(UTF_8);
    Receipt.Witnessed receipt =
        assertInstanceOf(Receipt.Witnessed.class, client.append(entry, AppendOptions.WITNESSED));
    assertEquals(Ack.WITNESSED, receipt.appended().ack());
    assertEquals(3, receipt.witnessed().cosigned().size());

    TlogProof bundle = TlogProof.parse(receipt.toTlogProof().toBytes());
    SignedCheckpoint checkpoint = bundle.verify(new TreeHasher().leaf(entry), log.vkey());
    assertEquals(
        receipt.witnessed(),
        policy()
            .check(checkpoint, new CosignatureTimes(TestWitnesses.NOW, 0, OptionalLong.empty())));
  }

  @Test
  void batchAndStreamAreWitnessedToo() throws Exception {
    BatchReceipt batch = client.appendAll(TestLog.bytes("a", "b"), AppendOptions.WITNESSED);
    assertEquals(
        List.of(Ack.WITNESSED, Ack.WITNESSED),
        batch.entries().stream().map(Appended::ack).toList());
    List<CompletableFuture<Appended>> outcomes = new ArrayList<>();
    try (StreamAppender stream = client.appendStream(Ack.WITNESSED, 10)) {
      for (int i = 0; i < 5; i++) {
        outcomes.add(stream.append(("streamed " + i).getBytes(UTF_8)));
      }
    }
    for (int i = 0; i < 5; i++) {
      assertEquals(13 + i, outcomes.get(i).get().index());
      assertEquals(Ack.WITNESSED, outcomes.get(i).get().ack());
    }
    assertEquals(18, remembered());
  }

  @Test
  void aLateQuorumGivesTheLowerLevel() throws Exception {
    log.setQuorumLate(true);
    byte[] entry = "new".getBytes(UTF_8);
    assertInstanceOf(Receipt.Signed.class, client.append(entry, AppendOptions.WITNESSED));
    assertEquals(
        Ack.SIGNED,
        client.appendAll(TestLog.bytes("a"), AppendOptions.WITNESSED).entries().getFirst().ack());
    assertEquals(5, remembered());
    assertEquals(11, client.checkpoint().head().size());
    assertThrows(UnreachableException.class, () -> client.get(12));
    log.setQuorumLate(false);
    log.publish("another");
    assertEquals("a", new String(client.get(12).data(), UTF_8));
  }

  @Test
  void withoutAPolicyNothingIsWitnessed() {
    LogClient plain = log.client(memory);
    try (plain) {
      byte[] entry = "new".getBytes(UTF_8);
      assertThrows(
          IllegalArgumentException.class, () -> plain.append(entry, AppendOptions.WITNESSED));
      assertThrows(
          IllegalArgumentException.class,
          () -> plain.appendAll(List.of(entry), AppendOptions.WITNESSED));
      assertThrows(
          IllegalArgumentException.class, () -> plain.appendStream(Ack.WITNESSED, 1).close());
      assertEquals(11, log.size());
    }
  }

  @Test
  void aHeadThatOnlyTheLogSignedIsNotRestedOn() throws Exception {
    log.setQuorumLate(true);
    log.publish("entry 11");
    try (LogClient plain = log.client(memory)) {
      assertEquals(12, plain.checkpoint().head().size());
    }
    try (LogClient later = client(trust())) {
      assertEquals(5, later.remembered().orElseThrow().head().size());
      assertEquals(11, later.checkpoint().head().size());
      assertEquals(11, later.inclusion(3).checkpoint().head().size());
    }
  }

  @Test
  void whatWasWitnessedIsRememberedInAFolder(@TempDir Path folder) throws Exception {
    FolderMemory kept = new FolderMemory(folder);
    ClientConfig config = ClientConfig.of(log.address(), trust()).withMemory(kept);
    try (LogClient first = LogClient.open(config)) {
      first.checkpoint();
    }
    try (LogClient second = LogClient.open(config)) {
      assertEquals(11, second.remembered().orElseThrow().head().size());
    }
    WitnessPolicy all = new TestWitnesses(log.vkey()).policy(1);
    try (LogClient other =
        LogClient.open(ClientConfig.of(log.address(), Trust.ByPolicy.of(all)).withMemory(kept))) {
      assertTrue(other.remembered().isEmpty(), "other witnesses, nothing that they cosigned");
    }
  }

  @Test
  void aQuorumOfNoneAsksForNoWitness() throws Exception {
    TestLog bare = TestLog.start("only");
    String text = "log " + bare.vkey() + "\nquorum none\n";
    Trust none = Trust.ByPolicy.of(WitnessPolicy.parse(text.getBytes(UTF_8)));
    try (bare;
        LogClient trusting = LogClient.open(ClientConfig.of(bare.address(), none))) {
      assertEquals(1, trusting.checkpoint().head().size());
      assertEquals("only", new String(trusting.get(0).data(), UTF_8));
    }
  }

  @Test
  void aLogThatIsNotThePolicysIsRefused() throws Exception {
    ClientConfig config = ClientConfig.of(log.address(), trust());
    assertThrows(
        IllegalArgumentException.class,
        () -> ClientConfig.of(log.address().withOrigin("other.example/log"), trust()));
    assertEquals(TestLog.DEADLINE, config.withDeadline(TestLog.DEADLINE).deadline());
    String other = "log " + TestLog.newKey().verifierKey();
    String third = "\nlog " + TestLog.newKey().verifierKey();
    WitnessPolicy two = WitnessPolicy.parse((other + third + "\nquorum none\n").getBytes(UTF_8));
    try (LogClient stranger =
        LogClient.open(ClientConfig.of(log.address(), Trust.ByPolicy.of(two)))) {
      CheckFailedException failed = assertThrows(CheckFailedException.class, stranger::trust);
      assertTrue(String.valueOf(failed.getMessage()).contains("not one of the policy's"));
    }
    String ours = "\nlog " + log.vkey();
    WitnessPolicy both = WitnessPolicy.parse((other + ours + "\nquorum none\n").getBytes(UTF_8));
    try (LogClient friend =
        LogClient.open(ClientConfig.of(log.address(), Trust.ByPolicy.of(both)))) {
      assertEquals(log.vkey(), friend.trust().key());
    }
  }
}
