package dev.cairn.http.fetch;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Optional;
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
public final class HttpFetcher implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 8_192;
  private static final int MAX_THREADS = 16;
  private static final long CONNECT_MILLIS = 10_000;
  private static final long IDLE_MILLIS = 15_000;
  private static final long FORGET_HOST_MILLIS = 60_000;
  private static final int CONNECTIONS_PER_HOST = 4;
  private static final int MAX_WAITING_REQUESTS = 1_024;
  // What cannot be packed gets larger: by 5 bytes for each 16 KiB, and a header.
  private static final int GZIP_OVERHEAD_BYTES = 1_024;
  private static final int GZIP_OVERHEAD_SHIFT = 11;
  private static final int ERROR_PAGE_BYTES = 128 << 10; // some are larger than the files
  private static final String NOT_FOLLOWED = "; redirects are not followed";

  private final String userAgent;
  private final HttpClient client = new HttpClient();
  private final ExecutorService resolvers = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param guard says which addresses may be connected to
   * @param userAgent how the fetcher calls itself
   */
  public HttpFetcher(AddressGuard guard, String userAgent) {
    this(guard, userAgent, CONNECTIONS_PER_HOST);
  }

  /**
   * @param guard says which addresses may be connected to
   * @param userAgent how the fetcher calls itself
   * @param connectionsPerHost the most connections to one host, at least 1; further requests wait
   */
  public HttpFetcher(AddressGuard guard, String userAgent, int connectionsPerHost) {
    this.userAgent = userAgent;
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("fetch-http");
    threads.setDaemon(true);
    client.setExecutor(threads);
    client.setSocketAddressResolver(
        (host, port, context, promise) ->
            resolvers.execute(
                () -> {
                  try {
                    promise.succeeded(guard.resolve(host, port));
                  } catch (FetchException | RuntimeException e) {
                    promise.failed(e);
                  }
                }));
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setConnectTimeout(CONNECT_MILLIS);
    client.setIdleTimeout(IDLE_MILLIS);
    client.setDestinationIdleTimeout(FORGET_HOST_MILLIS);
    client.setMaxConnectionsPerDestination(connectionsPerHost);
    client.setMaxRequestsQueuedPerDestination(MAX_WAITING_REQUESTS);
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
   * @throws UnavailableException if a later try may do
   * @throws UnusableFileException if what is there cannot be the file
   * @throws FetchException for everything else, such as a redirect or the end of the time
   */
  public Optional<byte[]> get(URI uri, int maxBytes, Deadline deadline) throws FetchException {
    Request request =
        client
            .newRequest(uri)
            .headers(headers -> headers.put(HttpHeader.USER_AGENT, userAgent))
            .timeout(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    CompletableResponseListener listener =
        new CompletableResponseListener(
            request,
            Math.max(
                maxBytes + (maxBytes >> GZIP_OVERHEAD_SHIFT) + GZIP_OVERHEAD_BYTES,
                ERROR_PAGE_BYTES));
    ContentResponse response = await(uri, request, listener, maxBytes, deadline);
    int status = response.getStatus();
    if (status == HttpStatus.NOT_FOUND_404 || status == HttpStatus.GONE_410) {
      return Optional.empty();
    }
    if (status == HttpStatus.TOO_MANY_REQUESTS_429 || HttpStatus.isServerError(status)) {
      throw new UnavailableException(uri + " answered " + status, RetryAfter.of(response));
    }
    if (status != HttpStatus.OK_200) {
      throw new FetchException(
          uri + " answered " + status + (HttpStatus.isRedirection(status) ? NOT_FOLLOWED : ""));
    }
    return Optional.of(expand(uri, response, maxBytes));
  }

  private static ContentResponse await(
      URI uri,
      Request request,
      CompletableResponseListener listener,
      int maxBytes,
      Deadline deadline)
      throws FetchException {
    try {
      return listener.send().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      var _ = request.abort(e);
      throw new FetchException(uri + " did not answer in time", e);
    } catch (InterruptedException e) {
      var _ = request.abort(e);
      Thread.currentThread().interrupt();
      throw new FetchException("interrupted", e);
    } catch (ExecutionException e) {
      throw failure(uri, Objects.requireNonNullElse(e.getCause(), e), maxBytes);
    }
  }

  private static FetchException failure(URI uri, Throwable cause, int maxBytes) {
    if (cause instanceof FetchException refused) {
      return new FetchException(String.valueOf(refused.getMessage()), refused);
    }
    if (cause instanceof TimeoutException) {
      return new FetchException(uri + " did not answer in time", cause);
    }
    if (cause instanceof IllegalArgumentException) { // the listener's capacity is exceeded
      return tooLarge(uri, maxBytes);
    }
    String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    String message = uri + " failed: " + cause.getClass().getSimpleName() + " " + why;
    boolean isConnection =
        cause instanceof SocketException
            || cause instanceof EOFException
            || cause instanceof ClosedChannelException;
    return isConnection
        ? new UnavailableException(message, cause)
        : new FetchException(message, cause);
  }

  private static UnusableFileException tooLarge(URI uri, int maxBytes) {
    return new UnusableFileException(uri + " is larger than " + maxBytes + " bytes");
  }

  private static byte[] expand(URI uri, ContentResponse response, int maxBytes)
      throws FetchException {
    String encoding = response.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    byte[] content = response.getContent();
    if (encoding != null && encoding.equalsIgnoreCase("gzip")) {
      content = unpack(uri, content, maxBytes);
    } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new UnusableFileException(uri + " has an encoding other than gzip");
    }
    if (content.length > maxBytes) {
      throw tooLarge(uri, maxBytes);
    }
    return content;
  }

  /** At most one byte more than allowed. */
  private static byte[] unpack(URI uri, byte[] packed, int maxBytes) throws FetchException {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return gzip.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      throw new UnusableFileException(uri + " is not gzip as it says", e);
    }
  }

  @Override
  public void close() {
    LifeCycle.stop(client);
    resolvers.shutdownNow();
  }
}
