package dev.cairn.cli.console;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM like this one: the same executable, options and class path. */
public final class JavaCommand {
  /** Options that would make two JVMs write to one place, or wait for one debugger. */
  private static final List<String> NOT_SHARED =
      List.of(
          "-XX:StartFlightRecording",
          "-XX:AOTCacheOutput",
          "-XX:ArchiveClassesAtExit",
          "-agentlib:",
          "-agentpath:",
          "-javaagent:",
          "-Xlog:gc",
          "-Dcom.sun.management");

  private JavaCommand() {}

  /** Runs {@code mainClass}; arguments are to be added at the end. */
  public static List<String> like(String mainClass) {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> NOT_SHARED.stream().noneMatch(option::startsWith))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    return command;
  }
}
