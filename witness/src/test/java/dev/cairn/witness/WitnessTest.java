package dev.cairn.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.WitnessAnswer.Conflict;
import dev.cairn.witness.WitnessAnswer.Cosigned;
import dev.cairn.witness.WitnessAnswer.Refused;
import dev.cairn.witness.WitnessAnswer.Stopped;
import dev.cairn.witness.store.StoreException;
import dev.cairn.witness.store.WitnessStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WitnessTest {
  private static final String ORIGIN = "example.com/log";
  private static final TestLog LOG = new TestLog(ORIGIN, 10);
  private static final TestLog OTHER = new TestLog("example.com/other", 10);

  @TempDir Path temp;

  private SignedNote cosign(Witness witness, int old, int size) {
    Cosigned cosigned =
        assertInstanceOf(Cosigned.class, witness.addCheckpoint(LOG.request(old, size)));
    return LOG.checkpoint(size).note().with(cosigned.lines());
  }

  @Test
  void remembersAcrossRestarts() throws Exception {
    try (Witness witness = TestWitness.create(temp, LOG.vkey())) {
      assertEquals(TreeHead.EMPTY, witness.known(ORIGIN));
      cosign(witness, 0, 4);
    }
    try (Witness witness = TestWitness.open(temp)) {
      assertEquals(LOG.head(4), witness.known(ORIGIN));
      assertEquals(Optional.of(LOG.vkey()), witness.log(ORIGIN));
      assertEquals(new Conflict(4), witness.addCheckpoint(LOG.request(0, 7)));
      SignedNote note = cosign(witness, 4, 7);
      assertEquals(TestWitness.SECONDS, TestWitness.cosignedAt(note, LOG.vkey()));
      assertEquals(Optional.of(note), witness.cosigned(OriginHash.of(ORIGIN)));
    }
  }

  @Test
  void timeNeverRunsBackwards() throws Exception {
    AtomicLong now = new AtomicLong(1_000);
    InstantSource clock = () -> Instant.ofEpochSecond(now.get());
    TestWitness.create(temp, LOG.vkey()).close();
    try (Witness witness = TestWitness.open(temp, clock)) {
      assertEquals(1_000, TestWitness.cosignedAt(cosign(witness, 0, 4), LOG.vkey()));
      now.set(400);
      assertEquals(1_000, TestWitness.cosignedAt(cosign(witness, 4, 5), LOG.vkey()));
      now.set(1_001);
      assertEquals(1_001, TestWitness.cosignedAt(cosign(witness, 5, 5), LOG.vkey()));
    }
  }

  @Test
  void signsNoTimeBeforeTheEpoch() {
    TestWitness.create(temp, LOG.vkey()).close();
    try (Witness witness = TestWitness.open(temp, () -> Instant.ofEpochSecond(0))) {
      assertInstanceOf(Stopped.class, witness.addCheckpoint(LOG.request(0, 4)));
      assertEquals(Optional.empty(), witness.cosigned(OriginHash.of(ORIGIN)));
    }
  }

  @Test
  void anOldCopyCosignsOnlyWhatExtendsIt() throws Exception {
    Path copy = temp.resolve("copy");
    Path data = temp.resolve("data");
    try (Witness witness = TestWitness.create(data, LOG.vkey())) {
      cosign(witness, 0, 4);
    }
    Files.createDirectory(copy);
    Files.copy(data.resolve("data.mdb"), copy.resolve("data.mdb"));
    try (Witness witness = TestWitness.open(data)) {
      cosign(witness, 4, 8);
    }
    TestLog fork = new TestLog(ORIGIN, 10, "another entry");
    try (Witness witness = TestWitness.open(copy)) {
      assertEquals(new Conflict(4), witness.addCheckpoint(LOG.request(8, 9)));
      assertInstanceOf(Refused.class, witness.addCheckpoint(fork.request(4, 9)));
      cosign(witness, 4, 9);
    }
  }

  @Test
  void addsLogsOnly() {
    VerifierKey another = SigningKey.generate(ORIGIN, KeyType.ED25519).verifierKey();
    VerifierKey own = TestWitness.key().verifierKey();
    try (Witness witness = TestWitness.create(temp, LOG.vkey())) {
      cosign(witness, 0, 4);
      assertEquals(
          new LogsAdded(1, List.of(another, own)),
          witness.addLogs(List.of(another, LOG.vkey(), OTHER.vkey(), own, OTHER.vkey())));
      assertEquals(Optional.of(LOG.vkey()), witness.log(ORIGIN));
      assertEquals(LOG.head(4), witness.known(ORIGIN));
      assertEquals(2, witness.logCount());
    }
  }

  @Test
  void doubtfulStorageOfOneLogStopsThatLog() {
    Hash originHash = OriginHash.of(ORIGIN);
    TestWitness.create(temp, LOG.vkey(), OTHER.vkey()).close();
    String forged = LOG.checkpoint(3).toString().replace("\n3\n", "\n2\n");
    try (WitnessStore store = WitnessStore.open(temp)) {
      assertTrue(store.replaceHead(originHash, "", forged));
    }
    try (Witness witness = TestWitness.open(temp)) {
      Stopped stopped = assertInstanceOf(Stopped.class, witness.addCheckpoint(LOG.request(2, 3)));
      assertTrue(stopped.message().contains("does not verify"), stopped.message());
      assertThrows(StoreException.class, () -> witness.known(ORIGIN));
      assertInstanceOf(Cosigned.class, witness.addCheckpoint(OTHER.request(0, 3)));
    }
  }

  @Test
  void showsAHeadThatWasKeptBeforeACrash() throws Exception {
    Hash originHash = OriginHash.of(ORIGIN);
    TestWitness.create(temp, LOG.vkey()).close();
    try (WitnessStore store = WitnessStore.open(temp)) {
      assertTrue(store.replaceHead(originHash, "", LOG.checkpoint(3).toString()));
    }
    try (Witness witness = TestWitness.open(temp)) {
      SignedNote shown = witness.cosigned(originHash).orElseThrow();
      assertEquals(LOG.checkpoint(3).note().text(), shown.text());
      assertEquals(TestWitness.SECONDS, TestWitness.cosignedAt(shown, LOG.vkey()));
      assertEquals(new Conflict(3), witness.addCheckpoint(LOG.request(0, 3)));
      assertEquals(shown, cosign(witness, 3, 3));
    }
  }

  @Test
  void aClosedWitnessIsStopped() {
    Witness witness = TestWitness.create(temp, LOG.vkey());
    witness.close();
    assertInstanceOf(Stopped.class, witness.addCheckpoint(LOG.request(0, 3)));
    assertTrue(witness.problem().isPresent());
  }

  @Test
  void listsLogs() {
    try (Witness witness = TestWitness.create(temp, LOG.vkey(), OTHER.vkey())) {
      cosign(witness, 0, 4);
      List<LogStatus> all = witness.logs(10);
      assertEquals(2, all.size());
      Hash first = OriginHash.of(all.getFirst().key().name());
      assertTrue(first.compareTo(OriginHash.of(all.getLast().key().name())) < 0);
      assertEquals(all.subList(1, 2), witness.logsAfter(first, 10));
      LogStatus log =
          all.stream().filter(each -> each.key().equals(LOG.vkey())).findFirst().orElseThrow();
      assertEquals(LOG.head(4), log.head());
      assertEquals(TestWitness.SECONDS, log.cosignedAt().orElseThrow());
    }
  }
}
