package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help that fits the terminal: the lines of a description become paragraphs, and are filled. */
final class Paragraphs {
  private Paragraphs() {}

  /** Fills the descriptions of a command and of all below it. */
  static void fill(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.autoWidth(true);
    usage.description(of(usage.description()).toArray(String[]::new));
    command.getSubcommands().values().forEach(Paragraphs::fill);
  }

  /** Lines that follow each other are one paragraph; an empty line stays between two. */
  static List<String> of(String... lines) {
    List<String> paragraphs = new ArrayList<>();
    boolean begun = false;
    for (String line : lines) {
      if (begun && !line.isEmpty()) {
        paragraphs.addLast(paragraphs.removeLast() + " " + line);
      } else {
        paragraphs.add(line);
      }
      begun = !line.isEmpty();
    }
    return paragraphs;
  }
}
