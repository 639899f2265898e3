package dev.cairn.bench.process;

import dev.cairn.tree.policy.PolicyException;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Cairn server with one new log. */
public final class CairnServer {
  private static final List<String> WITNESSES = List.of("ash", "birch", "cedar");

  private CairnServer() {}

  /**
   * A server whose log has witnesses.
   *
   * @param server serves the log
   * @param witnesses processes of their own
   * @param policy the log's
   */
  public record Witnessed(
      ServerProcess server, List<ServerProcess> witnesses, WitnessPolicy policy) {}

  /**
   * Makes a log in the workspace and serves it on a free port of the loopback interface.
   *
   * @throws IOException if that fails; the message says why
   */
  public static ServerProcess start(Workspace workspace) throws IOException {
    Path data = workspace.folder().resolve("log");
    var _ = init(workspace, data);
    return serve(workspace, data, List.of());
  }

  /**
   * Makes a log and three witnesses of it, and serves all on free ports of the loopback interface.
   * Two of the three are a quorum.
   *
   * @throws IOException if that fails; the message says why
   */
  public static Witnessed startWitnessed(Workspace workspace) throws IOException {
    Path data = workspace.folder().resolve("log");
    String log = init(workspace, data);
    StringBuilder policy = new StringBuilder("log " + log + "\n");
    List<ServerProcess> witnesses = new ArrayList<>();
    for (String name : WITNESSES) {
      CairnWitness witness = CairnWitness.init(workspace, name);
      ServerProcess process = witness.serve(List.of("--log", log));
      witnesses.add(process);
      policy.append("witness %s %s http://%s%n".formatted(name, witness.key(), process.address()));
    }
    policy.append("group any-two 2 %s%nquorum any-two%n".formatted(String.join(" ", WITNESSES)));
    Path file = Files.writeString(workspace.folder().resolve("policy.txt"), policy);
    ServerProcess server = serve(workspace, data, List.of("--policy", file.toString()));
    try {
      return new Witnessed(
          server,
          List.copyOf(witnesses),
          WitnessPolicy.parse(policy.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (PolicyException e) {
      throw new IOException(e);
    }
  }

  private static String init(Workspace workspace, Path data) throws IOException {
    return CairnCommand.run(
        workspace, "init", "--data", data.toString(), "--origin", "bench.example/log");
  }

  private static ServerProcess serve(Workspace workspace, Path data, List<String> more)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("serve", "--data", data.toString()));
    arguments.addAll(List.of("--grpc", "127.0.0.1:0", "--http", "none"));
    arguments.addAll(more);
    return ServerProcess.start(workspace, CairnCommand.MAIN, arguments);
  }
}
