package dev.cairn.cli.dlq;

import dev.cairn.cli.console.PlainText;
import dev.cairn.recorder.outbox.DeadLetter;
import dev.cairn.recorder.outbox.DeadLetters;
import dev.cairn.recorder.outbox.OutboxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn dlq show}: shows a dead letter. */
@Command(
    name = "show",
    header = "Show a dead letter: why it was refused, and its event in JSON.",
    footerHeading = "%nExample:%n",
    footer = "  cairn dlq show 3 --outbox ./outbox")
public final class ShowLetterCommand extends LetterCommand {
  @Parameters(paramLabel = "NUMBER", description = "The letter's number.")
  private long id;

  @Override
  void run(DeadLetters letters) throws OutboxException {
    DeadLetter letter = find(letters, id);
    output.print(
        "refused %s: %s%n%s"
            .formatted(
                letter.since(),
                LetterTexts.why(letter),
                PlainText.json(LetterTexts.event(letter.event(), /* isOneLine= */ false))),
        LetterTexts.json(letter));
  }
}
