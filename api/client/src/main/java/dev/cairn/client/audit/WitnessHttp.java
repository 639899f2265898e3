package dev.cairn.client.audit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what witnesses show. An exchange has a deadline as a whole, so that nobody can drip; a
 * body has a bound; redirects are not followed.
 */
final class WitnessHttp implements AutoCloseable {
  /** The most bytes of a cosigned checkpoint: some 70 of the largest cosignatures there are. */
  static final int MAX_BODY_BYTES = 256 << 10;

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final Duration deadline;
  private final HttpClient http;

  WitnessHttp(Duration deadline) {
    this.deadline = deadline;
    this.http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(deadline)
            .build();
  }

  /**
   * @throws InterruptedException if the thread is interrupted; the exchange is cancelled then
   */
  byte[] get(URI uri) throws WitnessException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("User-Agent", "cairn-audit").GET().build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
    try {
      return body(exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new WitnessException("it did not answer within " + deadline.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new WitnessException(reason(e.getCause()), e);
    } finally {
      exchange.cancel(true); // no effect on one that is over
    }
  }

  private static byte[] body(HttpResponse<byte[]> response) throws WitnessException {
    return switch (response.statusCode()) {
      case OK -> response.body();
      case NOT_FOUND -> throw new WitnessException("it has no cosigned checkpoint of the log");
      default -> throw new WitnessException("it answered with HTTP " + response.statusCode());
    };
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause instanceof java.net.ConnectException) { // has no message of its own
      return "it cannot be reached";
    }
    return cause instanceof IOException ? "it cannot be asked: " + cause.getMessage() : "" + cause;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
