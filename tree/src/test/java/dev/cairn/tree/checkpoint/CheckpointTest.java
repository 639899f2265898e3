package dev.cairn.tree.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final TreeHead HEAD = new TreeHead(1, new TreeHasher().leaf(new byte[0]));
  private static final String ROOT = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=";

  @Test
  void isThreeLines() throws Exception {
    Checkpoint checkpoint = new Checkpoint("example.com/log", HEAD);
    assertEquals("example.com/log\n1\n" + ROOT + "\n", checkpoint.text());
    assertEquals(checkpoint, Checkpoint.parse(checkpoint.text()));
  }

  @Test
  void theEmptyTreesCheckpointIsTheSpecifications() throws Exception {
    String text = "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    assertEquals(new Checkpoint("a", TreeHead.EMPTY), Checkpoint.parse(text));
    assertEquals(text, new Checkpoint("a", TreeHead.EMPTY).text());
  }

  @Test
  void onlyTheNewlineEndsALine() throws Exception {
    Checkpoint checkpoint =
        new Checkpoint("a\u0085b\u2028c \u00a0+", HEAD, List.of("\u2029", "\ufeff ext"));
    assertEquals(checkpoint, Checkpoint.parse(checkpoint.text()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\r", "\u0000", "\t", "\ud83d"})
  void itsLinesAreLines(String line) {
    assertThrows(IllegalArgumentException.class, () -> new Checkpoint(line, HEAD));
    assertThrows(
        IllegalArgumentException.class, () -> new Checkpoint("a", HEAD, List.of("b", line)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "a",
        "a\n1\n" + ROOT,
        "a\n1\n" + ROOT + "\n\n",
        "a\n1\n\n" + ROOT + "\n",
        "\na\n1\n" + ROOT + "\n",
        "a\n01\n" + ROOT + "\n",
        "a\r\n1\n" + ROOT + "\n",
        "a\n1\n" + ROOT + "\n\u0000\n",
        "\ud83d\n1\n" + ROOT + "\n",
        "a\n1\n" + ROOT + "=\n",
        "a\n0\n" + ROOT + "\n",
      })
  void refusesOtherTexts(String text) {
    assertThrows(MalformedException.class, () -> Checkpoint.parse(text));
  }

  @Test
  void refusesAVeryLongText() throws Exception {
    String text = "a\n1\n" + ROOT + "\n";
    String longest = text + "x".repeat(1_000_000 - text.length() - 1) + "\n";
    assertEquals(1, Checkpoint.parse(longest).extensions().size());
    assertThrows(MalformedException.class, () -> Checkpoint.parse("a" + longest));
  }
}
