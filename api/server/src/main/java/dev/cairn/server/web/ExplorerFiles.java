package dev.cairn.server.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The explorer's files, from the folder {@code explorer} beside this class in the jar. They are
 * kept in memory once they were asked for, plain and compressed.
 */
final class ExplorerFiles {
  /** The page at "/". */
  static final String INDEX = "index.html";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,60}\\.([a-z0-9]{2,5})");
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "png", "image/png",
          "txt", "text/plain; charset=utf-8");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  // No more than the folder has files.
  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

  /** A file of the explorer, if it has one of this name. */
  Optional<Answer> find(String name, HttpFields request) {
    StaticFile known = files.get(name);
    Optional<StaticFile> file = known == null ? load(name) : Optional.of(known);
    return file.map(found -> found.answer(Encodings.takesGzip(request)));
  }

  private Optional<StaticFile> load(String name) {
    Matcher parts = NAME.matcher(name);
    String type = parts.matches() ? MEDIA_TYPES.get(parts.group(1)) : null;
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream in = ExplorerFiles.class.getResourceAsStream("explorer/" + name)) {
      if (in == null) {
        return Optional.empty();
      }
      StaticFile file = StaticFile.of(type, in.readAllBytes());
      files.put(name, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record StaticFile(Answer plain, Answer packed) {
    static StaticFile of(String type, byte[] bytes) throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(bytes);
      }
      ByteBuffer plain = ByteBuffer.wrap(bytes);
      String tag = Tags.of(plain);
      HttpFields headers = pageHeaders(type);
      return new StaticFile(
          Answer.tagged(headers, tag, plain),
          Answer.tagged(
              HttpFields.build(headers).add(HttpHeader.CONTENT_ENCODING, "gzip").asImmutable(),
              tag + "-gzip",
              ByteBuffer.wrap(packed.toByteArray())));
    }

    Answer answer(boolean gzip) {
      return gzip ? packed : plain;
    }
  }

  private static HttpFields pageHeaders(String type) {
    return Answer.headers(type, "no-cache")
        .add(HttpHeader.VARY, "Accept-Encoding")
        .add("Content-Security-Policy", POLICY)
        .add("Referrer-Policy", "no-referrer")
        .add("Cross-Origin-Opener-Policy", "same-origin")
        .asImmutable();
  }
}
