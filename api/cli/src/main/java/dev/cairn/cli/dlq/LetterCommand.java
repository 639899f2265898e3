package dev.cairn.cli.dlq;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.recorder.outbox.DeadLetter;
import dev.cairn.recorder.outbox.DeadLetters;
import dev.cairn.recorder.outbox.OutboxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command about the dead letters of a folder. */
abstract class LetterCommand implements Callable<Integer> {
  @Mixin final Output output = new Output();

  @Option(
      names = "--outbox",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the outbox.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Override
  public final Integer call() {
    try (DeadLetters letters = DeadLetters.open(folder)) {
      run(letters);
      return ExitCode.OK;
    } catch (OutboxException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  abstract void run(DeadLetters letters) throws OutboxException;

  static DeadLetter find(DeadLetters letters, long id) throws OutboxException {
    return letters
        .find(id)
        .orElseThrow(() -> new CommandException(ExitCode.USAGE, "there is no dead letter " + id));
  }
}
