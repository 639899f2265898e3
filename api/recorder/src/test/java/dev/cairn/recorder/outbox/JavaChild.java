package dev.cairn.recorder.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main class of the tests as a process of its own. */
public final class JavaChild implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private JavaChild(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it. */
  public static JavaChild start(Class<?> main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new JavaChild(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** The next line that it prints; "end" once it has ended. */
  public String line() throws IOException {
    String line = out.readLine();
    return line == null ? "end" : line;
  }

  /** SIGKILL: no hook runs, nothing is flushed. What it had printed can still be read. */
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // the process' own method closes its output
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
