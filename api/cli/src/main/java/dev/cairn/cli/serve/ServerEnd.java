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

  /** No exit code: the time is over. */
  private static final int LATE = -1;

  private final Duration drain;
  private final Thread hook = new Thread(this::told, "shutdown");
  // Completed with nothing if the process was told, or else with why it leaves.
  private final CompletableFuture<Optional<String>> occasion = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private volatile boolean isServing;

  private ServerEnd(Duration drain) {
    this.drain = drain;
  }

  /**
   * Prepares for a signal, also for one that comes before the server has begun: it begins, and ends
   * at once. To be followed by {@link #await} or {@link #abandon}.
   *
   * @param drain how long calls under way are waited for when the process is told to end
   */
  static ServerEnd prepare(Duration drain) {
    ServerEnd end = new ServerEnd(drain);
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  /** There will be no server: the process ends with its own exit code. */
  void abandon() {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      ended.complete(ExitCode.OK); // it was told to end before it had begun
    }
  }

  /**
   * Waits for an occasion, and ends the server.
   *
   * @param server what is ended
   * @param first done before that
   * @param err is told why the process leaves
   * @return the exit code
   */
  int await(Server server, Runnable first, PrintWriter err) {
    isServing = true;
    var _ = server.whenItMustLeave().thenAccept(why -> occasion.complete(Optional.of(why)));
    Optional<String> failure = occasion.join();
    failure.ifPresent(why -> tell(why, err));
    first.run();
    boolean endedWell = server.end(failure.isPresent() ? LEAVING_DRAIN : drain);
    if (failure.isEmpty()) {
      // What is written at the very end may fail too.
      failure = Optional.ofNullable(server.whenItMustLeave().getNow(null));
      failure.ifPresent(why -> tell(why, err));
    }
    int code = failure.isEmpty() && endedWell ? ExitCode.OK : ExitCode.STORAGE_FAILED;
    ended.complete(code);
    return code;
  }

  private static void tell(String why, PrintWriter err) {
    err.println("cairn: the storage has failed, and the server leaves: " + PlainText.lines(why));
    err.flush();
  }

  /** The occasion of a signal. */
  void tellToEnd() {
    occasion.complete(Optional.empty());
  }

  /** A signal, or the exit after {@link #await}: a JVM that ends by a signal would report that. */
  private void told() {
    tellToEnd();
    long patience = drain.plus(Server.REST).plus(MARGIN).toMillis();
    int code = ended.completeOnTimeout(LATE, patience, TimeUnit.MILLISECONDS).join();
    // A start that takes so long has accepted nothing that could be lost.
    int late = isServing ? ExitCode.STORAGE_FAILED : ExitCode.OK;
    Runtime.getRuntime().halt(code == LATE ? late : code);
  }
}
