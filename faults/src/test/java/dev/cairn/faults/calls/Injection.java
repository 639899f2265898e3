package dev.cairn.faults.calls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A call that fails.
 *
 * @param call its name
 * @param fault as strace writes it: {@code error=EIO}, {@code signal=SIGKILL}
 * @param occurrence of this call by one thread, from 1
 */
record Injection(String call, String fault, int occurrence) {
  /** The command that runs a program so. */
  List<String> strace(List<Path> files, Path trace) {
    List<String> command = new ArrayList<>(strace(files, trace, call));
    if (fault.startsWith("signal=")) {
      command.remove("--seccomp-bpf"); // with it, no signal is sent
    }
    command.addAll(List.of("-e", "inject=%s:%s:when=%d".formatted(call, fault, occurrence)));
    return command;
  }

  /** The command that records the calls of a program on some files, and lets all of them be. */
  static List<String> strace(List<Path> files, Path trace, String calls) {
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-o", trace.toString()));
    command.addAll(List.of("-e", "signal=none", "-e", "trace=" + calls));
    for (Path file : files) {
      command.addAll(List.of("-P", file.toString()));
    }
    return command;
  }

  /** Whether the call was made, and has failed. */
  boolean wasFelt(int exitCode, String trace) {
    return fault.startsWith("signal=") ? exitCode == 137 : trace.contains("(INJECTED)");
  }

  @Override
  public String toString() {
    return "%s %d: %s".formatted(call, occurrence, fault);
  }
}
