package dev.cairn.faults;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a server is started, on a free port of the loopback interface.
 *
 * @param prefix a program that runs it, with its arguments; empty for none
 * @param environment set besides what this process has
 * @param arguments of {@code cairn serve}
 * @param errors where its standard error goes, after what is there
 */
public record Launch(
    List<String> prefix, Map<String, String> environment, List<String> arguments, Path errors) {

  /** Serves one log over gRPC alone. */
  public static Launch of(Path data) {
    Path errors = data.resolveSibling(data.getFileName() + ".err");
    return new Launch(
        List.of(), Map.of(), List.of("--data", data.toString(), "--grpc", "127.0.0.1:0"), errors);
  }

  /** The same, run by a program. */
  public Launch under(List<String> program) {
    return new Launch(List.copyOf(program), environment, arguments, errors);
  }

  /** The same with a variable of the environment more. */
  public Launch where(String name, String value) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(name, value);
    return new Launch(prefix, Map.copyOf(all), arguments, errors);
  }

  /** The same with further arguments. */
  public Launch with(String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return new Launch(prefix, environment, List.copyOf(all), errors);
  }

  /** Starts it without waiting for anything. */
  public Process begin() throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(CairnJvm.command());
    command.add("serve");
    command.addAll(arguments);
    if (!command.contains("--http")) {
      command.addAll(List.of("--http", "none"));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.redirectError(Redirect.appendTo(errors.toFile())).start();
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @throws NotStartedException if it ends instead
   */
  public ServerProcess start() throws IOException {
    return ServerProcess.await(begin(), errors);
  }
}
