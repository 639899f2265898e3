package dev.cairn.cli.policy;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.tree.policy.PolicyException;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads policies that a person names. */
public final class PolicyFile {
  private PolicyFile() {}

  /**
   * The policy in a file.
   *
   * @throws CommandException with the file and the line, if it cannot be read or has an error
   */
  public static WitnessPolicy read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return WitnessPolicy.parse(in.readNBytes(WitnessPolicy.MAX_BYTES + 1));
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + e.getMessage(), e);
    } catch (PolicyException e) {
      throw new CommandException(ExitCode.USAGE, file + ": " + e.getMessage(), e);
    }
  }
}
