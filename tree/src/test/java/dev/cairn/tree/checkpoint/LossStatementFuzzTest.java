package dev.cairn.tree.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;

/** Whatever the parser accepts is written back to the same bytes; it throws nothing else. */
class LossStatementFuzzTest {
  @FuzzTest
  void text(byte[] input) {
    try {
      String text = CanonicalText.parseUtf8("loss statement", input);
      assertArrayEquals(input, LossStatement.parse(text).text().getBytes(UTF_8));
    } catch (MalformedException refused) {
      // Most inputs are.
    }
  }
}
