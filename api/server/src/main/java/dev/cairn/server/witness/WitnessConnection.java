package dev.cairn.server.witness;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.NoteSignature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A link by HTTP. */
final class WitnessConnection implements WitnessLink {
  private static final long MAX_BODY = 512 << 10;
  private static final int MAX_LINES = 16;
  private static final int MAX_REASON = 200;

  private final HttpClient http;
  private final String prefix;
  private final Duration timeout;

  /**
   * @param prefix the witness's submission prefix, http or https
   */
  WitnessConnection(HttpClient http, String prefix, Duration timeout) {
    this.http = http;
    this.prefix = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    this.timeout = timeout;
  }

  /** A client that many witnesses share. */
  static HttpClient client(Duration timeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(timeout)
        .build();
  }

  @Override
  public WitnessReply add(String request) throws WitnessFailure, InterruptedException {
    HttpResponse<byte[]> response =
        exchange(
            HttpRequest.newBuilder(URI.create(prefix + "/add-checkpoint"))
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(BodyPublishers.ofString(request))
                .build());
    try {
      return switch (response.statusCode()) {
        case 200 -> new WitnessReply.Cosigned(lines(response.body()));
        case 409 -> conflict(response);
        default -> new WitnessReply.Refused(response.statusCode(), reason(response));
      };
    } catch (MalformedException e) {
      throw new WitnessFailure(
          "its answer (%d) is malformed: %s".formatted(response.statusCode(), e.getMessage()), e);
    }
  }

  @Override
  public Optional<byte[]> checkpoint(String originHash)
      throws WitnessFailure, InterruptedException {
    HttpResponse<byte[]> response =
        exchange(
            HttpRequest.newBuilder(URI.create(prefix + "/" + originHash + "/checkpoint"))
                .GET()
                .build());
    return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
  }

  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws WitnessFailure, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
    try {
      // The request's own timeout would end with the answer's head; this one is for all of it.
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new WitnessFailure("no answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new WitnessFailure("cannot be reached: " + cause(e), e);
    } finally {
      var _ = answer.cancel(true);
    }
  }

  private static String cause(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : oneLine(message);
  }

  private static List<NoteSignature> lines(byte[] body) throws MalformedException {
    String text = CanonicalText.parseUtf8("answer", body);
    if (!text.endsWith("\n")) {
      throw new MalformedException("it does not end with a newline");
    }
    List<NoteSignature> lines = new ArrayList<>();
    for (String line : text.substring(0, text.length() - 1).split("\n", MAX_LINES + 1)) {
      if (lines.size() == MAX_LINES) {
        throw new MalformedException("it has more than " + MAX_LINES + " lines");
      }
      lines.add(NoteSignature.parse(line));
    }
    return lines;
  }

  /** A conflict without a size is one of roots: the protocol's first version said it so. */
  private static WitnessReply conflict(HttpResponse<byte[]> response) {
    try {
      String text = CanonicalText.parseUtf8("size", response.body());
      return new WitnessReply.KnownSize(
          CanonicalText.parseDecimal(
              "size", text.endsWith("\n") ? text.substring(0, text.length() - 1) : text));
    } catch (MalformedException e) {
      return new WitnessReply.Refused(response.statusCode(), reason(response));
    }
  }

  private static String reason(HttpResponse<byte[]> response) {
    String body = oneLine(new String(response.body(), StandardCharsets.UTF_8));
    return "status " + response.statusCode() + (body.isEmpty() ? "" : ": " + body);
  }

  /** A stranger's text, fit for a line of a log. */
  private static String oneLine(String text) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return plain.length() <= MAX_REASON ? plain : plain.substring(0, MAX_REASON) + "…";
  }
}
