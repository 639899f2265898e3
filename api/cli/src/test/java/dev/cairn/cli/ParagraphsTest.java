package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ParagraphsTest {
  @Test
  void joinsTheLinesOfAParagraph() {
    assertEquals(List.of("a b", "", "c"), Paragraphs.of("a", "b", "", "c"));
    assertEquals(List.of("", "a"), Paragraphs.of("", "a"));
    assertEquals(List.of(), Paragraphs.of());
  }

  @Test
  void aDescriptionIsFilled() {
    String help = Cli.run("serve", "--help").out();
    List<String> lines = help.lines().skip(1).takeWhile(line -> !line.isBlank()).toList();
    assertTrue(lines.stream().allMatch(line -> line.length() <= 80), help);
    String filled = String.join(" ", lines).replaceAll("\\s+", " ");
    assertTrue(filled.contains("SIGTERM and Ctrl-C drain: accepted appends are finished"), help);
  }
}
