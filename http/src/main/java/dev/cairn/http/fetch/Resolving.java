package dev.cairn.http.fetch;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The system's resolver, which has no time limit of its own, with one. */
public final class Resolving {
  private Resolving() {}

  /**
   * The addresses of a host.
   *
   * @throws FetchException if the guard refuses one, or it takes too long
   */
  public static List<InetSocketAddress> resolve(
      AddressGuard guard, String host, int port, Deadline deadline) throws FetchException {
    FutureTask<List<InetSocketAddress>> task = new FutureTask<>(() -> guard.resolve(host, port));
    Thread.ofVirtual().name("resolve").start(task);
    try {
      return task.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new FetchException("host " + host + " is not resolved in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchException("interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new FetchException(String.valueOf(cause.getMessage()), e);
    }
  }
}
