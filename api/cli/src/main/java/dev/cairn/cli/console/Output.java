package dev.cairn.cli.console;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Where a command's result goes: standard output, for people or as one JSON object a line. */
public final class Output {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec command;

  @Option(names = "--json", description = "Print one JSON object a line instead of text.")
  private boolean json;

  /** Prints a result: the object with {@code --json}, the text otherwise. */
  public void print(String text, Map<String, ?> object) {
    line(json ? PlainText.json(JSON.writeValueAsString(object)) : text);
  }

  /** Prints a result: with {@code --json} an object that is written already, else the text. */
  public void printWritten(String text, String object) {
    line(json ? PlainText.json(object) : text);
  }

  /** Prints a line that only people want. */
  public void say(String text) {
    if (!json) {
      line(text);
    }
  }

  /** Whether {@code --json} was given. */
  public boolean isJson() {
    return json;
  }

  private void line(String line) {
    PrintWriter out = command.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
