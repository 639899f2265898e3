package dev.cairn.faults;

import dev.cairn.cli.Main;
import dev.cairn.tree.note.VerifierKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * What a command has printed, run in this process.
 *
 * @param exitCode 0 if it has done what it was told to
 */
public record Cli(int exitCode, String out, String err) {
  /** The origin of the logs that are made here. */
  public static final String ORIGIN = "faults.example/log";

  /** Runs one command. */
  public static Cli run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine cairn = Main.commandLine();
    cairn.setOut(new PrintWriter(out, true));
    cairn.setErr(new PrintWriter(err, true));
    int exitCode = cairn.execute(arguments);
    return new Cli(exitCode, out.toString(), err.toString());
  }

  /** Runs one command, which does what it was told to. */
  public static Cli done(String... arguments) {
    Cli done = run(arguments);
    if (done.exitCode() != 0) {
      throw new AssertionError("cairn " + String.join(" ", arguments) + ": " + done.err());
    }
    return done;
  }

  /** Makes a new log; returns its key. */
  public static VerifierKey init(Path data, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("init", "--data", data.toString()));
    command.addAll(List.of("--origin", ORIGIN));
    command.addAll(List.of(options));
    Cli init = run(command.toArray(String[]::new));
    if (init.exitCode() != 0) {
      throw new AssertionError("cairn init: " + init.err());
    }
    return VerifierKey.parse(init.out().strip());
  }

  /** Checks a log that is not served. */
  public static Cli fsck(Path data) {
    return run("fsck", "--data", data.toString());
  }
}
