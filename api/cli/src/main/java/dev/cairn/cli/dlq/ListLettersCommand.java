package dev.cairn.cli.dlq;

import dev.cairn.cli.console.Words;
import dev.cairn.recorder.outbox.DeadLetter;
import dev.cairn.recorder.outbox.DeadLetters;
import dev.cairn.recorder.outbox.OutboxException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code cairn dlq list}: lists dead letters. */
@Command(
    name = "list",
    header = "List the dead letters of an outbox: number, time, event, and why it was refused.",
    footerHeading = "%nExample:%n",
    footer = "  cairn dlq list --outbox ./outbox --json")
public final class ListLettersCommand extends LetterCommand {
  @Override
  void run(DeadLetters letters) throws OutboxException {
    long count = 0;
    long after = 0;
    List<DeadLetter> page = letters.list(after, DeadLetters.MAX_LISTED);
    while (!page.isEmpty()) {
      page.forEach(letter -> output.print(LetterTexts.row(letter), LetterTexts.json(letter)));
      count += page.size();
      after = page.getLast().id();
      page = letters.list(after, DeadLetters.MAX_LISTED);
    }
    output.say(Words.count(count, "dead letter"));
  }
}
