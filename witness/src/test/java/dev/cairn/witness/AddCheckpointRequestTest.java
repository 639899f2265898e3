package dev.cairn.witness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddCheckpointRequestTest {
  private static final TestLog LOG = new TestLog("example.com/log", 9);

  @Test
  void isReadBackAsItWasWritten() throws MalformedException {
    AddCheckpointRequest request = new AddCheckpointRequest(5, LOG.proof(5, 9), LOG.checkpoint(9));
    AddCheckpointRequest parsed = AddCheckpointRequest.parse(request.toBytes());
    assertEquals(request, parsed);
    assertEquals(5, parsed.oldSize());
    assertEquals(LOG.proof(5, 9), parsed.proof());
    assertEquals("example.com/log", parsed.origin());
    assertEquals(LOG.checkpoint(9).note(), parsed.note());
    assertArrayEquals(request.toBytes(), parsed.toBytes());
    assertNotEquals(request, new AddCheckpointRequest(6, LOG.proof(5, 9), LOG.checkpoint(9)));
    assertNotEquals(request, new AddCheckpointRequest(5, List.of(), LOG.checkpoint(9)));
    assertNotEquals(request, new AddCheckpointRequest(5, LOG.proof(5, 9), LOG.checkpoint(8)));
  }

  @Test
  void refusesToBeMadeOfWhatCannotBeRead() {
    SignedCheckpoint checkpoint = LOG.checkpoint(9);
    assertThrows(
        IllegalArgumentException.class, () -> new AddCheckpointRequest(-1, List.of(), checkpoint));
    List<Hash> most = Collections.nCopies(63, TreeHasher.EMPTY_ROOT);
    assertEquals(most, new AddCheckpointRequest(1, most, checkpoint).proof());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new AddCheckpointRequest(
                1, Collections.nCopies(64, TreeHasher.EMPTY_ROOT), checkpoint));
  }

  @Test
  void sixteenKibibytesAreTheLimit() throws MalformedException {
    AddCheckpointRequest largest = withExtension(0);
    int room = AddCheckpointRequest.MAX_BYTES - largest.toBytes().length;
    byte[] body = withExtension(room).toBytes();
    assertEquals(AddCheckpointRequest.MAX_BYTES, body.length);
    assertArrayEquals(body, AddCheckpointRequest.parse(body).toBytes());
    assertThrows(IllegalArgumentException.class, () -> withExtension(room + 1));

    String tooLarge = new String(body, StandardCharsets.UTF_8).replace("xx", "xxx");
    assertThrows(
        MalformedException.class,
        () -> AddCheckpointRequest.parse(tooLarge.getBytes(StandardCharsets.UTF_8)));
  }

  private static AddCheckpointRequest withExtension(int length) {
    List<String> extensions = List.of("x".repeat(1 + length));
    return new AddCheckpointRequest(
        5, LOG.proof(5, 9), LOG.sign(new Checkpoint("example.com/log", LOG.head(9), extensions)));
  }
}
