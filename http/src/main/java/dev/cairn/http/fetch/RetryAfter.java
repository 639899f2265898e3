package dev.cairn.http.fetch;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** How long a server asks to be left alone (RFC 9110 §10.2.3). */
final class RetryAfter {
  private RetryAfter() {}

  /** Empty if the server does not say, or not in one of the two ways that there are. */
  static Optional<Duration> of(Response response) {
    HttpFields headers = response.getHeaders();
    String text = headers.get(HttpHeader.RETRY_AFTER);
    if (text == null) {
      return Optional.empty();
    }
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    long date = headers.getDateField(HttpHeader.RETRY_AFTER);
    long millis = date - System.currentTimeMillis();
    return date < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.max(0, millis)));
  }
}
