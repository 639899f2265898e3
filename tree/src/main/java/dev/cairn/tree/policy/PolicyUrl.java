package dev.cairn.tree.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The form that URLs of a policy must have; they are text and are never opened here. */
final class PolicyUrl {
  private static final int MAX_LENGTH = 2_048;
  private static final int MAX_PORT = 65_535;

  private static final Pattern FORM =
      Pattern.compile(
          "https?://"
              + "(?:\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~\\x{80}-\\x{10ffff}-]{1,253})"
              + "(?::(?<port>[1-9][0-9]{0,4}))?"
              + "(?:[/?](?:[!$&-;=?-Z_a-z~\\[\\]\\x{80}-\\x{10ffff}]|%[0-9A-Fa-f]{2})*+)?");

  private PolicyUrl() {}

  /** The URL in a line's last item, if the line has so many. */
  static Optional<String> in(PolicyLine line, int index) throws PolicyException {
    if (line.size() <= index) {
      return Optional.empty();
    }
    String url = line.item(index);
    Matcher form = FORM.matcher(url);
    if (url.length() > MAX_LENGTH || !form.matches() || !isPort(form.group("port"))) {
      throw line.error(
          PolicyLine.quote(url)
              + " is no URL: write http:// or https://, a host and a path,"
              + " without user, password or fragment");
    }
    return Optional.of(url);
  }

  private static boolean isPort(@Nullable String port) {
    return port == null || Integer.parseInt(port) <= MAX_PORT;
  }
}
