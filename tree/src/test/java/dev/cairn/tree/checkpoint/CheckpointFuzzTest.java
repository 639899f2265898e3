package dev.cairn.tree.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;

/** Whatever a parser accepts is written back to the same bytes; it throws nothing else. */
class CheckpointFuzzTest {
  @FuzzTest
  void checkpoint(byte[] input) {
    try {
      String text = CanonicalText.parseUtf8("checkpoint", input);
      assertArrayEquals(input, Checkpoint.parse(text).text().getBytes(UTF_8));
    } catch (MalformedException refused) {
      // Most inputs are.
    }
  }

  @FuzzTest
  void tlogProof(byte[] input) {
    try {
      assertArrayEquals(input, TlogProof.parse(input).toBytes());
    } catch (MalformedException refused) {
      // Most inputs are.
    }
  }
}
