package dev.cairn.client.tiles;

import dev.cairn.tree.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Where a tiled log's files are. */
public sealed interface TilesLocation {
  /** The most characters of a location. */
  int MAX_CHARS = 2_000;

  /**
   * A web server.
   *
   * @param prefix an http or https URL that ends with a slash; the files' paths go below it
   */
  record Web(URI prefix) implements TilesLocation {
    private static final int MAX_PORT = 65_535;

    /**
     * @throws IllegalArgumentException if the prefix is not such a URL
     */
    public Web {
      String wrong = wrong(prefix);
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException("the URL of a tiled log " + wrong);
      }
    }

    private static String wrong(URI prefix) {
      String scheme = String.valueOf(prefix.getScheme());
      if (!scheme.equals("http") && !scheme.equals("https")) {
        return "starts with http:// or https://";
      }
      if (prefix.getRawUserInfo() != null) {
        return "must not have a user name or password";
      }
      if (prefix.getRawQuery() != null || prefix.getRawFragment() != null) {
        return "must not have a query or a fragment";
      }
      if (prefix.getHost() == null || prefix.getHost().isEmpty()) {
        return "needs a host";
      }
      if (prefix.getPort() == 0 || prefix.getPort() > MAX_PORT) {
        return "needs a port from 1 to 65535";
      }
      if (!isPlain(prefix.getRawPath())) {
        return "must not have dot segments or double slashes";
      }
      return prefix.getRawPath().endsWith("/") ? "" : "ends with a slash";
    }

    /** The URL of something below the prefix. */
    URI resolve(String below) {
      return URI.create(prefix + below);
    }

    @Override
    public String toString() {
      return prefix.toString();
    }
  }

  /**
   * A folder of this machine.
   *
   * @param path absolute
   */
  record Folder(Path path) implements TilesLocation {
    /**
     * @throws IllegalArgumentException if the path is not absolute
     */
    public Folder {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException(path + " is not an absolute path");
      }
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * Parses a URL that starts with {@code http://}, {@code https://} or {@code file:///}, or the
   * path of a folder. Nothing is looked for there yet.
   *
   * @throws MalformedException for any other scheme; for a URL with user information, a query, a
   *     fragment or dot segments, or without a possible host and port; for what can be no path
   */
  static TilesLocation parse(String text) throws MalformedException {
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      throw new MalformedException("a log's location has 1 to " + MAX_CHARS + " characters");
    }
    if (!text.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*://.*|(?i:file):.*")) {
      return folder(text);
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new MalformedException("not a URL: " + e.getReason());
    }
    return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
      case "http" -> web("http", uri);
      case "https" -> web("https", uri);
      case "file" -> folder(uri);
      default ->
          throw new MalformedException(
              "a tiled log is at a URL that starts with http://, https:// or file:///, or in a"
                  + " folder");
    };
  }

  private static Web web(String scheme, URI uri) throws MalformedException {
    String rest = uri.getRawSchemeSpecificPart();
    boolean isOpen = uri.getRawQuery() == null && !rest.endsWith("/");
    String end = isOpen && uri.getRawFragment() == null ? "/" : "";
    String fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
    try {
      return new Web(URI.create(scheme + ":" + rest + end + fragment));
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private static Folder folder(URI uri) throws MalformedException {
    String path = String.valueOf(uri.getRawPath());
    if (uri.getRawAuthority() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || !path.startsWith("/")
        || !isPlain(path)) {
      throw new MalformedException("a folder's URL is file:///PATH, without dot segments");
    }
    try {
      return new Folder(Path.of(uri));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not the path of a folder: " + e.getMessage());
    }
  }

  private static Folder folder(String path) throws MalformedException {
    try {
      return new Folder(Path.of(path).toAbsolutePath());
    } catch (InvalidPathException e) {
      throw new MalformedException("not the path of a folder: " + e.getReason());
    }
  }

  /**
   * Whether a path means what it says, however it is read: it has no dot segments, plain or not,
   * nothing that may be taken for a slash, and no empty segments.
   */
  private static boolean isPlain(String rawPath) {
    String path = rawPath.toLowerCase(Locale.ROOT);
    return Stream.of("//", "%2e", "%2f", "%5c", "%00").noneMatch(path::contains)
        && Stream.of(path.split("/", -1)).noneMatch(part -> part.equals(".") || part.equals(".."));
  }
}
