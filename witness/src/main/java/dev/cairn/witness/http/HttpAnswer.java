package dev.cairn.witness.http;

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
 */
record HttpAnswer(int status, Map<HttpHeader, String> headers, String body) {
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** Text as it is. */
  static HttpAnswer text(int status, String body) {
    return new HttpAnswer(status, Map.of(HttpHeader.CONTENT_TYPE, PLAIN), body);
  }

  /** One line that says why not. */
  static HttpAnswer refusal(int status, String message) {
    return text(status, message + "\n");
  }

  static HttpAnswer notFound() {
    return refusal(404, "not found");
  }

  static HttpAnswer methodNotAllowed(String allowed) {
    return new HttpAnswer(
        405,
        Map.of(HttpHeader.CONTENT_TYPE, PLAIN, HttpHeader.ALLOW, allowed),
        "use " + allowed + "\n");
  }

  static HttpAnswer tooManyRequests() {
    return new HttpAnswer(
        429,
        Map.of(HttpHeader.CONTENT_TYPE, PLAIN, HttpHeader.RETRY_AFTER, "1"),
        "too many requests in flight; retry later\n");
  }

  void send(Response response, Callback callback) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    headers.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(/* last= */ true, ByteBuffer.wrap(bytes), callback);
  }
}
