package dev.cairn.server.web;

import dev.cairn.tree.merkle.Hash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of logs in paths. Every log has the SHA-256 of its origin in hex. A log whose origin is
 * a URL without its scheme has what follows the host, too, unless two logs would share it.
 */
final class LogPaths {
  // What is below a log is never another log's name.
  private static final Set<String> BELOW = Set.of("checkpoint", "loss", "tile", "api");
  private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]+");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Map<String, String> preferred = new HashMap<>();

  /**
   * @param origins each once
   */
  LogPaths(List<String> origins) {
    Set<String> seen = new HashSet<>();
    Set<String> shared = new HashSet<>();
    for (String origin : origins) {
      readable(origin).filter(name -> !seen.add(name)).ifPresent(shared::add);
    }
    for (String origin : origins) {
      preferred.put(
          origin,
          readable(origin).filter(wish -> !shared.contains(wish)).orElseGet(() -> hash(origin)));
    }
  }

  private static Optional<String> readable(String origin) {
    int slash = origin.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String name = origin.substring(slash + 1);
    List<String> segments = List.of(name.split("/", -1));
    boolean fits =
        segments.stream().allMatch(segment -> SEGMENT.matcher(segment).matches())
            && segments.stream().skip(1).noneMatch(BELOW::contains)
            && !segments.getFirst().equals("-")
            && !HASH.matcher(segments.getFirst()).matches();
    return fits ? Optional.of(name) : Optional.empty();
  }

  private static String hash(String origin) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8));
      return Hash.of(digest).toHex();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All names of a log. */
  Set<String> names(String origin) {
    return Set.copyOf(List.of(name(origin), hash(origin)));
  }

  /** The path of a log by the name to call it by, with a slash at both ends. */
  String path(String origin) {
    return "/" + name(origin) + "/";
  }

  /** The name to call a log by. */
  String name(String origin) {
    String name = preferred.get(origin);
    if (name == null) {
      throw new IllegalArgumentException("no log " + origin);
    }
    return name;
  }
}
