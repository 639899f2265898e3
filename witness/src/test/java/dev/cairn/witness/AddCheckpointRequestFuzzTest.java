package dev.cairn.witness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.TreeHead;

class AddCheckpointRequestFuzzTest {
  private final TestLog log = new TestLog("example.com/log", 0);

  /** Whatever the parser accepts is written back to the same bytes, and gets a decision. */
  @FuzzTest
  void request(byte[] input) {
    AddCheckpointRequest request;
    try {
      request = AddCheckpointRequest.parse(input);
    } catch (MalformedException refused) {
      return; // Most inputs are.
    }
    assertArrayEquals(input, request.toBytes());
    Decision decision = log.rule().decide(TreeHead.EMPTY, request);
    assertFalse(
        decision instanceof Decision.Cosign && request.oldSize() != 0, "cosigned from nowhere");
  }
}
