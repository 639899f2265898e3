package dev.cairn.cli.dlq;

import dev.cairn.recorder.outbox.DeadLetter;
import dev.cairn.recorder.outbox.DeadLetters;
import dev.cairn.recorder.outbox.OutboxException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn dlq drop}: drops dead letters. */
@Command(
    name = "drop",
    header = "Drop dead letters for ever.",
    description = "What it drops it prints once more.",
    footerHeading = "%nExample:%n",
    footer = "  cairn dlq drop 3 4 --outbox ./outbox")
public final class DropLettersCommand extends LetterCommand {
  @Parameters(paramLabel = "NUMBER", arity = "1..*", description = "The letters' numbers.")
  @SuppressWarnings("NullAway.Init")
  private List<Long> ids;

  @Override
  void run(DeadLetters letters) throws OutboxException {
    List<DeadLetter> found = new ArrayList<>();
    for (long id : ids) {
      found.add(find(letters, id));
    }
    for (DeadLetter letter : found) {
      if (letters.drop(letter.id())) {
        output.print("dropped " + LetterTexts.row(letter), LetterTexts.json(letter));
      }
    }
  }
}
