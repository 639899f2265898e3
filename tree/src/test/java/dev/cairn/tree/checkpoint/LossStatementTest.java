package dev.cairn.tree.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.SigningKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossStatementTest {
  private static final String ORIGIN = "example.com/log";
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final TreeHead KEPT = head(169, 1);
  private static final TreeHead LOST = head(200, 2);

  private static TreeHead head(long size, int leaf) {
    return new TreeHead(size, new TreeHasher().leaf(new byte[] {(byte) leaf}));
  }

  private static LostHead lost(TreeHead head, LostHead.Memory memory) {
    return new LostHead(head, memory);
  }

  @Test
  void itIsReadAsItWasSigned() throws Exception {
    SigningKey key = SigningKey.generate(ORIGIN, KeyType.ED25519);
    LossStatement statement =
        LossStatement.of(
            ORIGIN,
            KEPT,
            NOON,
            "burnt",
            List.of(
                lost(head(201, 3), LostHead.Memory.SHOWN),
                lost(LOST, LostHead.Memory.HEAD_FILE),
                lost(LOST, LostHead.Memory.PUBLISHED),
                lost(LOST, LostHead.Memory.PUBLISHED)));
    assertEquals(3, statement.lost().size());
    assertEquals(LOST, statement.lost().getFirst().head());
    SignedNote note = statement.sign(key);
    assertEquals(statement, LossStatement.open(note.toBytes(), key.verifierKey()));
    assertNotEquals(LossKey.of(note), LossKey.of(note.with(note.signatures())));
  }

  @Test
  void itNamesExactlyWhatIsLost() {
    LossStatement statement =
        LossStatement.of(
            ORIGIN, KEPT, NOON, "burnt", List.of(lost(LOST, LostHead.Memory.PUBLISHED)));
    assertTrue(statement.names(LOST));
    assertFalse(statement.names(head(200, 3)), "another head of the size");
    assertFalse(statement.names(head(199, 2)), "a head between");
    assertFalse(statement.names(KEPT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com/log", "cairn.dev/loss/v1", "0", "169"})
  void noCheckpointIsReadAsOneOfAnyOrigin(String origin) {
    LossStatement statement = LossStatement.of(origin, KEPT, NOON, "burnt", List.of());
    assertThrows(MalformedException.class, () -> parsedAsCheckpointOf(origin, statement.text()));
    String checkpoint = new Checkpoint(origin, KEPT).text();
    assertThrows(MalformedException.class, () -> LossStatement.parse(checkpoint));
  }

  /** A log of that origin signs both; neither may be taken for the other. */
  private static void parsedAsCheckpointOf(String origin, String text) throws MalformedException {
    Checkpoint checkpoint = Checkpoint.parse(text);
    if (!checkpoint.origin().equals(origin)) {
      throw new MalformedException("another log's");
    }
  }

  @Test
  void itSaysNothingThatItCouldNotBeReadWith() {
    assertThrows(
        IllegalArgumentException.class,
        () -> LossStatement.of(ORIGIN, KEPT, NOON, "two\nlines", List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            LossStatement.of(
                ORIGIN, LOST, NOON, "burnt", List.of(lost(KEPT, LostHead.Memory.SHOWN))));
    SigningKey other = SigningKey.generate("example.com/other", KeyType.ED25519);
    LossStatement statement = LossStatement.of(ORIGIN, KEPT, NOON, "burnt", List.of());
    assertThrows(IllegalArgumentException.class, () -> statement.sign(other));
  }
}
