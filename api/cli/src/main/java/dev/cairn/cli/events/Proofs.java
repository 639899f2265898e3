package dev.cairn.cli.events;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.client.Inclusion;
import dev.cairn.client.events.VerifiedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Proofs of events as files that {@code cairn verify} reads. */
final class Proofs {
  private Proofs() {}

  /** The proof of a proved event. */
  static byte[] of(VerifiedEvent event) {
    Inclusion inclusion =
        event
            .inclusion()
            .orElseThrow(
                () -> new IllegalArgumentException("event " + event.index() + " is not proved"));
    return inclusion.toTlogProof().toBytes();
  }

  /** Refuses what is no folder. */
  static void checkFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CommandException(ExitCode.USAGE, "--proofs: " + folder + " is not a folder");
    }
  }

  /** Writes {@code INDEX.tlog-proof}, and {@code INDEX.entry} with the bytes that it speaks of. */
  static void write(VerifiedEvent event, Path folder) {
    write(folder.resolve(event.index() + ".entry"), event.entry().toBytes());
    write(folder.resolve(event.index() + ".tlog-proof"), of(event));
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot write " + e.getMessage(), e);
    }
  }
}
