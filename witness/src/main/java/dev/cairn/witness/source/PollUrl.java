package dev.cairn.witness.source;

import dev.cairn.tree.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a log can be polled.
 *
 * @param scheme how it is spoken to
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65,535
 * @param path for HTTP the prefix, which starts and ends with a slash; empty for gRPC
 */
public record PollUrl(Scheme scheme, String host, int port, String path) {
  private static final int MAX_CHARS = 2_000;
  private static final int MAX_PORT = 65_535;
  private static final int NO_PORT = -1;

  /** How a source is spoken to. */
  public enum Scheme {
    /** C2SP tlog-tiles, in clear. */
    HTTP(80),
    /** C2SP tlog-tiles over TLS. */
    HTTPS(443),
    /** Cairn's LogService, in clear: what it says is signed. */
    GRPC(NO_PORT);

    private final int defaultPort;

    Scheme(int defaultPort) {
      this.defaultPort = defaultPort;
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Parses {@code http://HOST[:PORT]/PREFIX}, the same with {@code https}, or {@code
   * grpc://HOST:PORT}.
   *
   * @throws MalformedException for any other scheme, for user information, a query, a fragment or
   *     dot segments, for a missing or impossible host or port, or for a path after a gRPC port
   */
  public static PollUrl parse(String url) throws MalformedException {
    URI uri = uri(url);
    Scheme scheme = scheme(uri);
    if (uri.getRawUserInfo() != null) {
      throw new MalformedException("a log's URL must not have a user name or password");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new MalformedException("a log's URL must not have a query or a fragment");
    }
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw new MalformedException("a log's URL needs a host");
    }
    int port = uri.getPort() == NO_PORT ? scheme.defaultPort : uri.getPort();
    if (port < 1 || port > MAX_PORT) {
      throw new MalformedException("a log's URL needs a port from 1 to 65535");
    }
    return new PollUrl(scheme, withoutBrackets(host), port, path(scheme, uri));
  }

  private static URI uri(String url) throws MalformedException {
    if (url.length() > MAX_CHARS) {
      throw new MalformedException("a log's URL has at most " + MAX_CHARS + " characters");
    }
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new MalformedException("not a URL: " + e.getReason());
    }
  }

  private static Scheme scheme(URI uri) throws MalformedException {
    @Nullable String name = uri.getScheme();
    for (Scheme scheme : Scheme.values()) {
      if (name != null && scheme.text().equals(name.toLowerCase(Locale.ROOT))) {
        return scheme;
      }
    }
    throw new MalformedException("a log's URL starts with http://, https:// or grpc://");
  }

  private static String path(Scheme scheme, URI uri) throws MalformedException {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (scheme == Scheme.GRPC) {
      if (!path.isEmpty() && !path.equals("/")) {
        throw new MalformedException("a grpc:// URL has no path");
      }
      return "";
    }
    if (!uri.normalize().equals(uri) || path.toLowerCase(Locale.ROOT).contains("%2e")) {
      throw new MalformedException("a log's URL must not have dot segments or double slashes");
    }
    return path.endsWith("/") ? path : path + "/";
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** {@code HOST:PORT}, with brackets around an IPv6 address. */
  public String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The URL of something below the prefix. */
  URI resolve(String below) {
    return URI.create(this + below);
  }

  @Override
  public String toString() {
    return scheme.text() + "://" + authority() + path;
  }
}
