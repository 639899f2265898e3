package dev.cairn.http.fetch;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpDateTime;
import org.eclipse.jetty.http.HttpHeader;

/** How long a server asks to be left alone (RFC 9110 §10.2.3). */
final class RetryAfter {
  private RetryAfter() {}

  /** Empty if the server does not say, or not in one of the two ways that there are. */
  static Optional<Duration> of(Response response) {
    String text = response.getHeaders().get(HttpHeader.RETRY_AFTER);
    if (text == null) {
      return Optional.empty();
    }
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Duration left = Duration.between(ZonedDateTime.now(ZoneOffset.UTC), HttpDateTime.parse(text));
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
