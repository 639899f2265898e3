package dev.cairn.server.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A response.
 *
 * @param status the status code
 * @param headers all but the entity tag and the length
 * @param tag strong entity tag, without quotes; empty: none
 * @param body not to be changed by whoever has it, nor read forward
 */
record Answer(int status, HttpFields headers, String tag, ByteBuffer body) {
  private static final HttpField NOSNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpFields REFUSAL =
      openHeaders("text/plain; charset=utf-8", "no-store").asImmutable();
  private static final String RETRY_SECONDS = "1";

  /** The headers that every answer with a body has. */
  static HttpFields.Mutable headers(String mediaType, String caching) {
    return HttpFields.build()
        .add(new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, mediaType))
        .add(new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, caching))
        .add(NOSNIFF);
  }

  /** The same for what pages of any site may read. */
  static HttpFields.Mutable openHeaders(String mediaType, String caching) {
    return headers(mediaType, caching)
        .add(new PreEncodedHttpField(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
  }

  /** What does not change between two requests that get the same tag. */
  static Answer tagged(HttpFields headers, String tag, ByteBuffer body) {
    return new Answer(200, headers, tag, body);
  }

  /** Text as it is. */
  static Answer text(int status, HttpFields headers, String body) {
    return new Answer(status, headers, "", ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** What is asked for is shown elsewhere on this server. */
  static Answer seeOther(String place) {
    HttpFields headers = HttpFields.build(REFUSAL).add(HttpHeader.LOCATION, place);
    return text(303, headers, "see " + place + "\n");
  }

  /** One line that says why not. */
  static Answer refusal(int status, String message) {
    return text(status, REFUSAL, message + "\n");
  }

  /** One line that says why not now, and when to retry. */
  static Answer later(int status, String message) {
    return text(status, retryable(REFUSAL), message + "\n");
  }

  /** The same headers, and when to retry. */
  static HttpFields retryable(HttpFields headers) {
    return HttpFields.build(headers).add(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
  }

  /** Sends it as the whole response, or 304 to who has it. */
  void send(Request request, Response response, Callback callback) {
    HttpFields.Mutable fields = response.getHeaders();
    fields.add(headers);
    if (!tag.isEmpty()) {
      fields.add(HttpHeader.ETAG, '"' + tag + '"');
      if (status == 200 && Tags.isKnown(tag, request.getHeaders())) {
        response.setStatus(304);
        callback.succeeded();
        return;
      }
    }
    response.setStatus(status);
    fields.put(HttpHeader.CONTENT_LENGTH, body.remaining());
    response.write(/* last= */ true, body.slice(), callback);
  }
}
