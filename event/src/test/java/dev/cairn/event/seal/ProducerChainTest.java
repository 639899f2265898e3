package dev.cairn.event.seal;

import static dev.cairn.audit.v1.ChainFindingKind.CHAIN_FINDING_KIND_FORK;
import static dev.cairn.audit.v1.ChainFindingKind.CHAIN_FINDING_KIND_GAP;
import static dev.cairn.audit.v1.ChainFindingKind.CHAIN_FINDING_KIND_REPEAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.ChainFinding;
import dev.cairn.audit.v1.ChainFindingKind;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.TestEvents;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProducerChainTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);
  private static final SigningKey LOG = key("example.com/log", 9);
  private static final SigningKey KEY = key("orders", 1);
  private static final SigningKey LATER = key("orders", 2);

  private final List<ProducedEvent> produced = new ArrayList<>();

  private static SigningKey key(String name, int seed) {
    byte[] bytes = new byte[SigningKey.SEED_BYTES];
    bytes[0] = (byte) seed;
    return SigningKey.ofSeed(name, KeyType.ED25519, bytes);
  }

  /** The next event of the producer. */
  private ProducedEvent next(AuditEvent event) throws Exception {
    Optional<Hash> previous =
        produced.isEmpty() ? Optional.empty() : Optional.of(produced.getLast().hash());
    return after(previous, produced.size(), event);
  }

  private ProducedEvent after(Optional<Hash> previous, long sequence, AuditEvent event)
      throws Exception {
    List<ByteString> events = List.of(event.toByteString());
    ProducedEvent made =
        Producing.open(Producing.seal(KEY, sequence, previous, events), KEY.verifierKey())
            .getFirst();
    produced.add(made);
    return made;
  }

  private void produce(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      next(TestEvents.event("e" + produced.size()));
    }
  }

  private static LoggedEntry entry(ProducedEvent event) throws Exception {
    LoggedEvent logged =
        event
            .toLogged()
            .setCollection(
                Collection.newBuilder().setReceiveTime(Timestamp.newBuilder().setSeconds(1)))
            .build();
    LoggedEntry entry = LoggedEntry.parse(Collecting.seal(LOG, List.of(logged)).getFirst());
    Collecting.verify(entry, LOG.verifierKey());
    Collecting.verifyProduced(entry, KEY.verifierKey());
    return entry;
  }

  private ProducerChain read(int... order) throws Exception {
    ProducerChain chain = ProducerChain.begin("orders");
    for (int i = 0; i < order.length; i++) {
      chain = chain.after(entry(produced.get(order[i])), 100 + i);
    }
    return chain;
  }

  private static ChainFinding finding(
      ChainFindingKind kind, long first, long count, long index, long settled) {
    return ChainFinding.newBuilder()
        .setKind(kind)
        .setFirstSequence(first)
        .setCount(count)
        .setIndex(index)
        .setSettledCount(settled)
        .build();
  }

  @Test
  void aWholeChainHasNoFindings() throws Exception {
    next(KeyEvent.of(KEY, 0, TIME));
    produce(3);
    ProducerChain chain = read(0, 1, 2, 3);
    assertEquals(List.of(), chain.findings());
    assertEquals(Optional.of(KEY.verifierKey()), chain.key());
    assertEquals(4, chain.eventCount());
    assertEquals(3, chain.toProto().getLastSequence());
  }

  @Test
  void whatIsMissingIsAGapUntilItComes() throws Exception {
    produce(6);
    assertEquals(List.of(finding(CHAIN_FINDING_KIND_GAP, 1, 3, 101, 0)), read(0, 4, 5).findings());
    ProducerChain late = read(0, 4, 5, 2);
    assertEquals(List.of(finding(CHAIN_FINDING_KIND_GAP, 1, 3, 101, 1)), late.findings());
    assertEquals(List.of(new Missing(1, 2), new Missing(3, 4)), late.missing());
  }

  @Test
  void aGapIsExplainedOnceBySealedWord() throws Exception {
    produce(2);
    next(new UnusedSequence(1, "refused").toEvent("orders", 2, TIME));
    next(new UnusedSequence(1, "refused").toEvent("orders", 3, TIME));
    ProducerChain chain = read(0, 2, 3);
    assertEquals(List.of(finding(CHAIN_FINDING_KIND_GAP, 1, 1, 101, 1)), chain.findings());
    assertEquals(List.of(), chain.missing());
  }

  @Test
  void aSequenceThatStandsTwiceIsARepeat() throws Exception {
    produce(3);
    assertEquals(
        List.of(finding(CHAIN_FINDING_KIND_REPEAT, 1, 1, 103, 0)), read(0, 1, 2, 1).findings());
  }

  @Test
  void anotherPreviousEventIsAFork() throws Exception {
    produce(2);
    after(Optional.of(produced.getFirst().hash()), 2, TestEvents.event("x"));
    assertEquals(List.of(finding(CHAIN_FINDING_KIND_FORK, 2, 1, 102, 0)), read(0, 1, 2).findings());
  }

  @Test
  void findingsAreBoundedAndCounted() throws Exception {
    produce(401);
    int[] order = new int[201];
    for (int i = 0; i < order.length; i++) {
      order[i] = 2 * i;
    }
    ProducerChain chain = read(order);
    assertEquals(ProducerChain.MAX_FINDINGS, chain.findings().size());
    assertEquals(200, chain.findingCount());
    assertEquals(399, chain.findings().getLast().getFirstSequence());
  }

  @Test
  void aKeyIsOnlyTakenFromItsOwner() throws Exception {
    AuditEvent rotation = KeyEvent.of(LATER, 7, TIME);
    assertEquals(LATER.verifierKey(), KeyEvent.parse(rotation, "orders", 7).key());
    assertThrows(MalformedException.class, () -> KeyEvent.parse(rotation, "orders", 8));
    AuditEvent moved = rotation.toBuilder().setId("orders#8").build();
    assertThrows(VerificationException.class, () -> KeyEvent.parse(moved, "orders", 8));
    assertThrows(MalformedException.class, () -> KeyEvent.parse(rotation, "invoices", 7));
    AuditEvent stolen =
        rotation.toBuilder()
            .setTargets(0, rotation.getTargets(0).toBuilder().setId(KEY.verifierKey().toString()))
            .build();
    assertThrows(VerificationException.class, () -> KeyEvent.parse(stolen, "orders", 7));
    produce(1);
    next(stolen);
    assertEquals(Optional.empty(), read(0, 1).key());
  }

  @Test
  void eachKeySealsUntilTheNext() throws Exception {
    next(KeyEvent.of(KEY, 0, TIME));
    produce(2);
    next(KeyEvent.of(LATER, 3, TIME));
    ProducerChain chain = read(0, 1, 2, 3);
    for (int sequence = 0; sequence <= 3; sequence++) {
      assertEquals(Optional.of(KEY.verifierKey()), chain.keyAt(sequence));
    }
    assertEquals(Optional.of(LATER.verifierKey()), chain.keyAt(4));
    assertEquals(Optional.of(LATER.verifierKey()), chain.key());
    assertEquals(Optional.empty(), ProducerChain.begin("orders").keyAt(0));
  }

  @Test
  void theFirstKeyForAPlaceStays() {
    ProducerChain chain = ProducerChain.begin("orders");
    ProducerChain named = chain.with(new KeyInForce(0, KEY.verifierKey()));
    assertEquals(named, named.with(new KeyInForce(0, LATER.verifierKey())));
  }

  @Test
  void anEntryHasOneForm() throws Exception {
    produce(1);
    LoggedEntry entry = entry(produced.getFirst());
    byte[] bytes = entry.toBytes();
    assertEquals(entry, LoggedEntry.parse(bytes));
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(Exception.class, () -> verified(flipped), "bit " + bit);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 2);
    longer[bytes.length] = 0x30; // field 6
    longer[bytes.length + 1] = 1;
    assertThrows(MalformedException.class, () -> LoggedEntry.parse(longer));
  }

  private static void verified(byte[] bytes) throws Exception {
    LoggedEntry entry = LoggedEntry.parse(bytes);
    Collecting.verify(entry, LOG.verifierKey());
    Collecting.verifyProduced(entry, KEY.verifierKey());
  }
}
