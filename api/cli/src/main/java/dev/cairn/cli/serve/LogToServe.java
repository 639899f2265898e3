package dev.cairn.cli.serve;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.witness.PolicyFile;
import dev.cairn.server.witness.PolicyFileException;
import dev.cairn.server.witness.WitnessSettings;
import dev.cairn.server.witness.WitnessTiming;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A log that a server is to host.
 *
 * @param data its folder
 * @param passphraseFile the first line is its key's passphrase
 * @param policy its witnesses
 * @param settings how to run it, witnesses apart
 * @param witnessTiming when its witnesses are asked
 */
record LogToServe(
    Path data,
    Optional<Path> passphraseFile,
    Optional<Path> policy,
    LogSettings settings,
    WitnessTiming witnessTiming) {

  /** A log with the default settings. */
  static LogToServe of(Path data) {
    return new LogToServe(
        data, Optional.empty(), Optional.empty(), LogSettings.DEFAULT, WitnessTiming.DEFAULT);
  }

  /** The same with a policy. */
  LogToServe withPolicy(Path file) {
    return new LogToServe(data, passphraseFile, Optional.of(file), settings, witnessTiming);
  }

  /** The same with a head file. */
  LogToServe withHeadFile(Path file) {
    return new LogToServe(data, passphraseFile, policy, settings.withHeadFile(file), witnessTiming);
  }

  /** How to run it, with the witnesses of its policy. */
  LogSettings settingsFor(VerifierKey log) {
    if (policy.isEmpty()) {
      return settings;
    }
    try {
      return settings.withWitnesses(
          new WitnessSettings(PolicyFile.read(policy.get(), log), witnessTiming));
    } catch (PolicyFileException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
