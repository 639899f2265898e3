package dev.cairn.cli.alarm;

import dev.cairn.client.EvidenceFile;
import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditProgress;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts what an audit has to tell to a URL, as JSON: {@code event} is {@code contradiction}, with
 * {@code kind}, {@code finding}, {@code file} and the {@code evidence} itself; or {@code stale} or
 * {@code fresh}, with {@code finding}. One post at a time; each is tried 6 times, with growing
 * pauses, until the answer is 2xx.
 */
public final class Webhook implements AuditProgress, AutoCloseable {
  private static final int QUEUE = 100;
  private static final int RETRIES = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI url;
  private final String log;
  private final Consumer<String> complaint;
  private final HttpClient http;
  private final RetryPolicy<Object> retries;
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofPlatform().daemon().name("cairn-webhook").factory());

  /**
   * @param url where to post
   * @param log the log's origin, told with each event
   * @param firstPause the first pause between attempts; it doubles up to a hundred times itself
   * @param complaint told in one line of a post that failed for good
   */
  public Webhook(URI url, String log, Duration firstPause, Consumer<String> complaint) {
    this.url = url;
    this.log = log;
    this.complaint = complaint;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.retries =
        RetryPolicy.builder()
            .handle(IOException.class)
            .withBackoff(firstPause, firstPause.multipliedBy(100))
            .withMaxRetries(RETRIES)
            .build();
  }

  @Override
  public void contradicted(AuditOutcome.Contradicted contradiction) {
    Map<String, Object> event = event("contradiction", contradiction.evidence().finding());
    event.put("kind", contradiction.evidence().kind().name().toLowerCase(Locale.ROOT));
    event.put("file", contradiction.file().toString());
    event.put("evidence", JSON.readTree(EvidenceFile.format(contradiction.evidence())));
    post(event);
  }

  @Override
  public void stale(String reason) {
    post(event("stale", reason));
  }

  @Override
  public void fresh() {
    post(event("fresh", "the newest cosigned head is no longer too old"));
  }

  private Map<String, Object> event(String name, String finding) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    event.put("log", log);
    event.put("time", Instant.now().toString());
    event.put("finding", finding);
    return event;
  }

  private void post(Map<String, Object> event) {
    byte[] body = JSON.writeValueAsBytes(event);
    try {
      worker.execute(() -> deliver(body));
    } catch (RejectedExecutionException _) {
      complaint.accept("the webhook is too slow: an event was not posted");
    }
  }

  private void deliver(byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      Failsafe.with(retries).run(() -> send(request));
    } catch (FailsafeException e) {
      complaint.accept("the webhook was not delivered: " + String.valueOf(e.getCause()));
    }
  }

  private void send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(url + " answered with HTTP " + response.statusCode());
    }
  }

  /** Waits for a while until what is to be told has been told. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(1, TimeUnit.MINUTES)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }
}
