package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.TreeGrowth;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A process that writes to a store: LMDB's locks are those of a process, so that no test can have a
 * store open twice. For each line with a number it commits as many entries and answers with the
 * size of the tree.
 */
final class WritingProcess implements AutoCloseable {
  static final String ORIGIN = "log.example";
  static final byte[] ENTRY = new byte[1_000];

  private final Process process;
  private final BufferedReader answers;

  private WritingProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader();
  }

  static WritingProcess start(Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-javaagent") && !option.startsWith("-agentlib"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            folder.toString()));
    return new WritingProcess(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** Has it commit; returns the size of the tree afterwards. */
  long commit(int entries) throws IOException {
    process.outputWriter().write(entries + "\n");
    process.outputWriter().flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the writing process has ended");
    }
    return Long.parseLong(answer);
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Writes to the store in the folder {@code arguments[0]}. */
  public static void main(String[] arguments) throws IOException {
    LmdbOptions tiny = new LmdbOptions(1 << 18, 1L << 40, 10, 4);
    try (LogStore store = LmdbLogStore.open(Path.of(arguments[0]), ORIGIN, tiny);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      TreeGrowth growth = TreeGrowth.of(store);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        store.commit(growth.next(Collections.nCopies(Integer.parseInt(line), ENTRY)));
        System.out.println(store.head().size());
      }
    }
  }
}
