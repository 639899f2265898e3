package dev.cairn.bench.process;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A witness that was made in the workspace.
 *
 * @param data its folder
 * @param key cosigns
 */
public record CairnWitness(Workspace workspace, Path data, VerifierKey key) {
  /**
   * Makes a witness, without starting it.
   *
   * @param name of its folder, and the last part of its own
   * @throws IOException if that fails; the message says why
   */
  public static CairnWitness init(Workspace workspace, String name) throws IOException {
    Path data = workspace.folder().resolve(name);
    String vkey =
        CairnCommand.run(
            workspace, "witness", "init", "--data", data.toString(), "--name", "bench/" + name);
    try {
      return new CairnWitness(workspace, data, VerifierKey.parse(vkey));
    } catch (MalformedException e) {
      throw new IOException("cairn witness init printed no key: " + vkey, e);
    }
  }

  /**
   * Starts it on a free port of the loopback interface, over HTTP only, and waits until it is
   * ready.
   *
   * @param arguments further ones of {@code cairn witness serve}
   * @param options further ones for the JVM; of two that contradict each other these hold
   * @throws IOException if that fails; the message says why
   */
  public ServerProcess serve(List<String> arguments, String... options) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("witness", "serve", "--with-parent", "--data", data.toString()));
    all.addAll(List.of("--http", "127.0.0.1:0", "--grpc", "none"));
    all.addAll(arguments);
    return ServerProcess.start(workspace, CairnCommand.MAIN, all, List.of(options));
  }
}
