package dev.cairn.cli.serve;

import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.PlainText;
import dev.cairn.server.Server;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends a server, once: when the process is told to end, or when a log's storage has failed. The
 * process ends within the time for it, whatever hangs.
 */
final class ServerEnd {
  /** Readers get their answers; nobody can append any more. */
  private static final Duration LEAVING_DRAIN = Duration.ofSeconds(3);

  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final Server server;
  private final Duration drain;
  // Completed with nothing if the process was told, or else with why it leaves.
  private final CompletableFuture<Optional<String>> occasion = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  private ServerEnd(Server server, Duration drain) {
    this.server = server;
    this.drain = drain;
  }

  /**
   * Prepares for both occasions.
   *
   * @param drain how long calls under way are waited for when the process is told to end
   */
  static ServerEnd prepare(Server server, Duration drain) {
    ServerEnd end = new ServerEnd(server, drain);
    var _ = server.whenItMustLeave().thenAccept(why -> end.occasion.complete(Optional.of(why)));
    Runtime.getRuntime().addShutdownHook(new Thread(end::told, "shutdown"));
    return end;
  }

  /**
   * Waits for an occasion, and ends the server.
   *
   * @param first done before that
   * @param err is told why the process leaves
   * @return the exit code
   */
  int await(Runnable first, PrintWriter err) {
    Optional<String> failure = occasion.join();
    failure.ifPresent(
        why -> {
          err.println(
              "cairn: the storage has failed, and the server leaves: " + PlainText.lines(why));
          err.flush();
        });
    first.run();
    boolean endedWell = server.end(failure.isPresent() ? LEAVING_DRAIN : drain);
    int code = failure.isEmpty() && endedWell ? ExitCode.OK : ExitCode.STORAGE_FAILED;
    ended.complete(code);
    return code;
  }

  /** A signal, or the exit after {@link #await}: a JVM that ends by a signal would report that. */
  private void told() {
    occasion.complete(Optional.empty());
    long patience = drain.plus(Server.REST).plus(MARGIN).toMillis();
    int code =
        ended.completeOnTimeout(ExitCode.STORAGE_FAILED, patience, TimeUnit.MILLISECONDS).join();
    Runtime.getRuntime().halt(code);
  }
}
