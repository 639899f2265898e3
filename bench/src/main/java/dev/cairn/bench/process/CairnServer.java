package dev.cairn.bench.process;

import com.google.common.net.HostAndPort;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.PolicyException;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Cairn server with one new log. */
public final class CairnServer {
  private static final String ORIGIN = "bench.example/log";
  private static final String SCRATCH_ORIGIN = "bench.example/scratch";
  private static final Pattern HTTP = Pattern.compile(" and (\\S+:\\d+) \\(HTTP\\)");
  private static final List<String> WITNESSES = List.of("ash", "birch", "cedar");

  private CairnServer() {}

  /**
   * A server of one log.
   *
   * @param data the log's folder
   * @param key verifies its checkpoints; its name is the log's origin
   */
  public record Served(ServerProcess server, Path data, VerifierKey key) {}

  /**
   * A server of two logs, one of which is only there to warm the server up.
   *
   * @param scratch the origin of that one
   */
  public record WithScratch(Served log, String scratch) {}

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
   * A server that serves its log's files besides.
   *
   * @param http where the files are served
   * @param path what the log's files are below, with a slash at either end
   * @param key the log's, as text
   */
  public record WithFiles(ServerProcess server, HostAndPort http, String path, String key) {}

  /**
   * Makes a log in the workspace and serves it over gRPC and HTTP, on free ports of the loopback
   * interface.
   *
   * @throws IOException if that fails; the message says why
   */
  public static WithFiles startWithFiles(Workspace workspace) throws IOException {
    Path data = workspace.folder().resolve("log");
    return serveWithFiles(workspace, data, init(workspace, data));
  }

  /**
   * Serves a log that is there over gRPC and HTTP likewise.
   *
   * @param key the log's, as text
   * @throws IOException if that fails; the message says why
   */
  public static WithFiles serveWithFiles(Workspace workspace, Path data, String key)
      throws IOException {
    ServerProcess server =
        ServerProcess.start(
            workspace,
            CairnCommand.MAIN,
            List.of(
                "serve",
                "--data",
                data.toString(),
                "--grpc",
                "127.0.0.1:0",
                "--http",
                "127.0.0.1:0"));
    Matcher http = HTTP.matcher(server.announcement());
    if (!http.find()) {
      throw new IOException("the server does not say where its files are");
    }
    String path = ORIGIN.substring(ORIGIN.indexOf('/')) + "/";
    return new WithFiles(server, HostAndPort.fromString(http.group(1)), path, key);
  }

  /**
   * Makes a log in the workspace and serves it on a free port of the loopback interface.
   *
   * @throws IOException if that fails; the message says why
   */
  public static Served start(Workspace workspace) throws IOException {
    Path data = workspace.folder().resolve("log");
    String key = init(workspace, data);
    try {
      return new Served(serve(workspace, data, List.of()), data, VerifierKey.parse(key));
    } catch (MalformedException e) {
      throw new IOException("cairn init printed no key: " + key, e);
    }
  }

  /**
   * Serves a log again that was stopped, where it was before.
   *
   * @throws IOException if that fails; the message says why
   */
  public static ServerProcess restart(Workspace workspace, Served served) throws IOException {
    return ServerProcess.start(
        workspace,
        CairnCommand.MAIN,
        List.of(
            "serve",
            "--data",
            served.data().toString(),
            "--grpc",
            served.server().address().toString(),
            "--http",
            "none"));
  }

  /**
   * Makes two logs in the workspace and serves both on a free port of the loopback interface.
   *
   * @throws IOException if that fails; the message says why
   */
  public static WithScratch startWithScratch(Workspace workspace) throws IOException {
    Path data = workspace.folder().resolve("log");
    Path scratch = workspace.folder().resolve("scratch");
    String key = init(workspace, data);
    var _ =
        CairnCommand.run(
            workspace, "init", "--data", scratch.toString(), "--origin", SCRATCH_ORIGIN);
    ServerProcess server = serve(workspace, data, List.of("--data", scratch.toString()));
    try {
      return new WithScratch(new Served(server, data, VerifierKey.parse(key)), SCRATCH_ORIGIN);
    } catch (MalformedException e) {
      throw new IOException("cairn init printed no key: " + key, e);
    }
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
    return CairnCommand.run(workspace, "init", "--data", data.toString(), "--origin", ORIGIN);
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
