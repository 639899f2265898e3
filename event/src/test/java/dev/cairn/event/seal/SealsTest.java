package dev.cairn.event.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.event.TestEvents;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealsTest {
  private static final SigningKey KEY =
      SigningKey.ofSeed("orders", KeyType.ED25519, new byte[SigningKey.SEED_BYTES]);
  private static final VerifierKey VKEY = KEY.verifierKey();

  private static List<byte[]> members(int count) {
    List<byte[]> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(("member " + i).getBytes(StandardCharsets.UTF_8));
    }
    return members;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 255, 256})
  void eachMemberIsVerifiedAloneAndAllTogether(int count) throws Exception {
    List<byte[]> members = members(count);
    List<RunSeal> seals = Seals.PRODUCED.seal(KEY, 40, members);
    for (int i = 0; i < count; i++) {
      Seals.PRODUCED.verify(VKEY, 40, members.get(i), seals.get(i));
    }
    RunSeal first = seals.getFirst();
    RunTree tree = RunTree.of(members);
    Seals.PRODUCED.verify(VKEY, 40, tree, first.getKeyId(), first.getSignature());
    assertEquals(seals, Seals.shares(tree, first.getKeyId(), first.getSignature()));
  }

  @Test
  void aRunHasAtMost256Members() {
    assertThrows(IllegalArgumentException.class, () -> Seals.PRODUCED.seal(KEY, 0, members(257)));
    assertThrows(IllegalArgumentException.class, () -> Seals.PRODUCED.seal(KEY, 0, List.of()));
  }

  @Test
  void anotherMemberPositionCountFirstKindOrKeyIsRefused() {
    List<byte[]> members = members(6);
    RunSeal seal = Seals.PRODUCED.seal(KEY, 40, members).get(2);
    byte[] member = members.get(2);
    refused(Seals.PRODUCED, VKEY, 40, members.get(3), seal);
    refused(Seals.PRODUCED, VKEY, 41, member, seal);
    refused(Seals.COLLECTED, VKEY, 40, member, seal);
    refused(Seals.PRODUCED, VKEY.as("invoices"), 40, member, seal);
    for (int position = -1; position < 8; position++) {
      if (position != 2) {
        refused(Seals.PRODUCED, VKEY, 40, member, seal.toBuilder().setPosition(position).build());
      }
    }
    for (int count = -1; count < 300; count++) {
      if (count != 6) {
        refused(Seals.PRODUCED, VKEY, 40, member, seal.toBuilder().setCount(count).build());
      }
    }
  }

  @Test
  void everyFlippedBitIsRefused() throws Exception {
    List<byte[]> members = members(6);
    byte[] seal = Seals.PRODUCED.seal(KEY, 40, members).get(2).toByteArray();
    int refused = 0;
    for (int bit = 0; bit < seal.length * 8; bit++) {
      byte[] flipped = seal.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        Seals.PRODUCED.verify(VKEY, 40, members.get(2), RunSeal.parseFrom(flipped));
      } catch (VerificationException | InvalidProtocolBufferException e) {
        refused++;
      }
    }
    assertEquals(seal.length * 8, refused);
  }

  @Test
  void aHashOfAnotherLengthIsRefused() {
    List<byte[]> members = members(2);
    RunSeal seal = Seals.PRODUCED.seal(KEY, 0, members).getFirst();
    for (int length : new int[] {0, 31, 33}) {
      ByteString hash = ByteString.copyFrom(new byte[length]);
      refused(
          Seals.PRODUCED, VKEY, 0, members.getFirst(), seal.toBuilder().setPath(0, hash).build());
    }
  }

  private static void refused(
      Seals seals, VerifierKey key, long first, byte[] member, RunSeal seal) {
    assertThrows(VerificationException.class, () -> seals.verify(key, first, member, seal));
  }

  @Test
  void runsAreChained() throws Exception {
    List<ByteString> events = TestEvents.serialized(5);
    EventRun first = Producing.seal(KEY, 0, Optional.empty(), events.subList(0, 2));
    Hash last = Producing.lastHash(first);
    EventRun second = Producing.seal(KEY, 2, Optional.of(last), events.subList(2, 5));
    List<ProducedEvent> opened = Producing.open(second, VKEY);
    assertEquals(2, opened.getFirst().link().getSequence());
    assertEquals(
        ByteString.copyFrom(Producing.open(first, VKEY).getLast().hash().toBytes()),
        opened.getFirst().link().getPreviousHash());
    assertEquals(events.get(4), opened.getLast().event());
    EventRun changed = second.toBuilder().setEvents(1, events.getFirst()).build();
    assertThrows(VerificationException.class, () -> Producing.open(changed, VKEY));
  }

  @Test
  void aChainBeginsAtZeroWithoutAPreviousHash() {
    EventRun run = Producing.seal(KEY, 0, Optional.empty(), TestEvents.serialized(1));
    for (EventRun bad :
        List.of(
            run.toBuilder().setPreviousHash(ByteString.copyFrom(new byte[32])).build(),
            run.toBuilder().setFirstSequence(1).build(),
            run.toBuilder().setFirstSequence(-1).build(),
            run.toBuilder().clearEvents().build(),
            run.toBuilder().setFirstSequence(Long.MAX_VALUE).build())) {
      assertThrows(VerificationException.class, () -> Producing.open(bad, VKEY));
    }
  }
}
