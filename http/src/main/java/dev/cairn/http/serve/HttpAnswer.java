package dev.cairn.http.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A response.
 *
 * @param status the status code
 * @param headers all but the length
 * @param body not changed by whoever has it, nor read forward
 */
public record HttpAnswer(int status, Map<HttpHeader, String> headers, ByteBuffer body)
    implements HttpReply {
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** Text with headers of its own. */
  public HttpAnswer(int status, Map<HttpHeader, String> headers, String body) {
    this(status, headers, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Text as it is. */
  public static HttpAnswer text(int status, String body) {
    return new HttpAnswer(status, Map.of(HttpHeader.CONTENT_TYPE, PLAIN), body);
  }

  /** One line that says why not. */
  public static HttpAnswer refusal(int status, String message) {
    return text(status, message + "\n");
  }

  /** There is no such thing. */
  public static HttpAnswer notFound() {
    return refusal(404, "not found");
  }

  /**
   * Another method than may be used.
   *
   * @param allowed those that may, separated by commas
   */
  public static HttpAnswer methodNotAllowed(String allowed) {
    return new HttpAnswer(
        405,
        Map.of(HttpHeader.CONTENT_TYPE, PLAIN, HttpHeader.ALLOW, allowed),
        "use " + allowed + "\n");
  }

  /** More than is admitted at a time. */
  public static HttpAnswer tooManyRequests() {
    return new HttpAnswer(
        429,
        Map.of(HttpHeader.CONTENT_TYPE, PLAIN, HttpHeader.RETRY_AFTER, "1"),
        "too many requests in flight; retry later\n");
  }

  @Override
  public void send(Response response, Callback callback) {
    response.setStatus(status);
    headers.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
    response.write(/* last= */ true, body.slice(), callback);
  }
}
