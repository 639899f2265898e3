package dev.cairn.witness.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Gets small files over HTTP/1.1. Follows no redirects, keeps no cookies, answers no challenges,
 * uses no proxy, and connects only to what the guard allows.
 */
final class HttpFetcher implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 8_192;
  private static final int MAX_THREADS = 16;
  private static final long CONNECT_MILLIS = 10_000;
  private static final long IDLE_MILLIS = 15_000;
  private static final long FORGET_HOST_MILLIS = 60_000;
  private static final int CONNECTIONS_PER_HOST = 4;
  private static final int GZIP_OVERHEAD_BYTES = 1_024; // what cannot be packed gets larger
  private static final String NOT_FOLLOWED = "; redirects are not followed";

  private final HttpClient client = new HttpClient();
  private final ExecutorService resolvers = Executors.newVirtualThreadPerTaskExecutor();

  HttpFetcher(AddressGuard guard) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("poll-http");
    threads.setDaemon(true);
    client.setExecutor(threads);
    client.setSocketAddressResolver(
        (host, port, context, promise) ->
            resolvers.execute(
                () -> {
                  try {
                    promise.succeeded(guard.resolve(host, port));
                  } catch (SourceException | RuntimeException e) {
                    promise.failed(e);
                  }
                }));
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setConnectTimeout(CONNECT_MILLIS);
    client.setIdleTimeout(IDLE_MILLIS);
    client.setDestinationIdleTimeout(FORGET_HOST_MILLIS);
    client.setMaxConnectionsPerDestination(CONNECTIONS_PER_HOST);
    client.setMaxResponseHeadersSize(MAX_HEADER_BYTES);
    LifeCycle.start(client);
    client.getProtocolHandlers().clear();
    client.getContentDecoderFactories().clear(); // bodies are expanded here, and bounded
  }

  /**
   * Gets a file.
   *
   * @param maxBytes the most bytes that the file may have, packed and unpacked
   * @return empty if the server has no such file (404 or 410)
   */
  Optional<byte[]> get(URI uri, int maxBytes, Deadline deadline) throws SourceException {
    Request request =
        client
            .newRequest(uri)
            .headers(headers -> headers.put(HttpHeader.USER_AGENT, "cairn-witness"))
            .timeout(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    CompletableResponseListener listener =
        new CompletableResponseListener(request, maxBytes + GZIP_OVERHEAD_BYTES);
    ContentResponse response = await(uri, request, listener.send(), deadline);
    int status = response.getStatus();
    if (status == HttpStatus.NOT_FOUND_404 || status == HttpStatus.GONE_410) {
      return Optional.empty();
    }
    if (status != HttpStatus.OK_200) {
      throw new SourceException(
          uri + " answered " + status + (HttpStatus.isRedirection(status) ? NOT_FOLLOWED : ""));
    }
    return Optional.of(expand(uri, response, maxBytes));
  }

  private static ContentResponse await(
      URI uri, Request request, CompletableFuture<ContentResponse> answer, Deadline deadline)
      throws SourceException {
    try {
      return answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      var _ = request.abort(e);
      throw new SourceException(uri + " did not answer in time", e);
    } catch (InterruptedException e) {
      var _ = request.abort(e);
      Thread.currentThread().interrupt();
      throw new SourceException("interrupted", e);
    } catch (ExecutionException e) {
      throw failure(uri, Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private static SourceException failure(URI uri, Throwable cause) {
    if (cause instanceof SourceException refused) {
      return new SourceException(String.valueOf(refused.getMessage()), refused);
    }
    if (cause instanceof TimeoutException) {
      return new SourceException(uri + " did not answer in time", cause);
    }
    String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new SourceException(
        uri + " failed: " + cause.getClass().getSimpleName() + " " + why, cause);
  }

  private static byte[] expand(URI uri, ContentResponse response, int maxBytes)
      throws SourceException {
    String encoding = response.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    byte[] content = response.getContent();
    if (encoding != null && encoding.equalsIgnoreCase("gzip")) {
      content = unpack(uri, content, maxBytes);
    } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new SourceException(uri + " has an encoding other than gzip");
    }
    if (content.length > maxBytes) {
      throw new SourceException(uri + " is larger than " + maxBytes + " bytes");
    }
    return content;
  }

  /** At most one byte more than allowed. */
  private static byte[] unpack(URI uri, byte[] packed, int maxBytes) throws SourceException {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return gzip.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      throw new SourceException(uri + " is not gzip as it says", e);
    }
  }

  @Override
  public void close() {
    LifeCycle.stop(client);
    resolvers.shutdownNow();
  }
}
