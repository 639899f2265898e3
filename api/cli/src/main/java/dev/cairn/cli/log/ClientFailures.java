package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.EvidenceFile;
import dev.cairn.client.LogException;
import dev.cairn.client.MemoryException;
import dev.cairn.client.RefusedException;
import dev.cairn.client.UnreachableException;
import java.nio.file.Path;

/** What the client's failures mean for a command's exit. */
public final class ClientFailures {
  private ClientFailures() {}

  /**
   * One line and an exit code for a failure; evidence, where there is some, is kept first.
   *
   * @param stateFolder where evidence goes, in {@code evidence/}
   */
  public static CommandException explain(LogException failure, Path stateFolder) {
    return switch (failure) {
      case CheckFailedException check ->
          new CommandException(
              ExitCode.CHECK_FAILED, failure.getMessage() + kept(check, stateFolder), failure);
      case UnreachableException unreachable ->
          CommandException.because(ExitCode.UNREACHABLE, unreachable);
      case MemoryException memory -> CommandException.because(ExitCode.USAGE, memory);
      case RefusedException refused ->
          CommandException.because(
              isTheServersTrouble(refused) ? ExitCode.UNREACHABLE : ExitCode.USAGE, refused);
    };
  }

  private static boolean isTheServersTrouble(RefusedException refused) {
    return switch (refused.code()) {
      case RESOURCE_EXHAUSTED, UNAVAILABLE, INTERNAL, DATA_LOSS, UNKNOWN, DEADLINE_EXCEEDED -> true;
      case OK,
          CANCELLED,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          UNAUTHENTICATED ->
          false;
    };
  }

  private static String kept(CheckFailedException check, Path stateFolder) {
    if (check.evidence().isEmpty()) {
      return "";
    }
    try {
      return "; evidence: "
          + EvidenceFile.keep(check.evidence().get(), stateFolder.resolve("evidence"));
    } catch (MemoryException e) {
      return "; the evidence could not be kept: " + e.getMessage();
    }
  }
}
