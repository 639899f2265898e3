package dev.cairn.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands in this process and keeps what they print. */
public record Cli(int exitCode, String out, String err) {
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
}
