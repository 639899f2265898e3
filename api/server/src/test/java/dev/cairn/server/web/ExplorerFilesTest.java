package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.log.LogSettings;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The explorer's files come from one folder, with headers that let them do little. */
final class ExplorerFilesTest {
  @TempDir static Path temp;

  private static WebLog web;

  @BeforeAll
  static void start() throws Exception {
    web = new WebLog(LogSettings.DEFAULT, WebLog.create(temp.resolve("log"), WebLog.ORIGIN));
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/-/explorer/index.html, text/html; charset=utf-8",
    "/-/explorer/app.js, text/javascript; charset=utf-8",
    "/-/explorer/style.css, text/css; charset=utf-8",
  })
  void filesHaveTheirTypesAndAStrictPolicy(String path, String type) throws Exception {
    HttpResponse<byte[]> plain = web.get(path);
    assertEquals(200, plain.statusCode());
    assertEquals(type, header(plain, "Content-Type"));
    assertEquals("no-cache", header(plain, "Cache-Control"));
    assertEquals("nosniff", header(plain, "X-Content-Type-Options"));
    assertEquals("no-referrer", header(plain, "Referrer-Policy"));
    assertEquals("same-origin", header(plain, "Cross-Origin-Opener-Policy"));
    assertEquals("", header(plain, "Access-Control-Allow-Origin"));
    String policy = header(plain, "Content-Security-Policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
    assertTrue(policy.endsWith("frame-ancestors 'none'") && !policy.contains("unsafe"), policy);
    HttpResponse<byte[]> packed = web.get(path, "Accept-Encoding", "gzip");
    assertEquals("gzip", header(packed, "Content-Encoding"));
    assertTrue(packed.body().length < plain.body().length);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertArrayEquals(plain.body(), in.readAllBytes());
    }
    String tag = header(plain, "ETag");
    assertEquals(304, web.get(path, "If-None-Match", tag).statusCode());
    assertEquals(0, web.send("HEAD", path).body().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing.js", "index", "index.htm", "Index.html", ".html", "api.js.map"})
  void whatIsNotInTheFolderIsNotFound(String name) throws Exception {
    assertEquals(404, web.get("/-/explorer/" + name).statusCode());
  }

  /** The bound on what a visitor loads first, all modules included. */
  @Test
  void thePageIsSmall() throws Exception {
    int bytes = web.get("/", "Accept-Encoding", "gzip").body().length;
    assertTrue(bytes < 20_000, bytes + " bytes");
  }

  /** The URL that the server names is a prefix; a person who opens it is shown the log. */
  @Test
  void aLogsPrefixLeadsToItsPage() throws Exception {
    HttpResponse<byte[]> response = web.get("/demo/");
    assertEquals(303, response.statusCode());
    assertEquals("/#/demo/", header(response, "Location"));
    assertEquals(400, web.get("/other/").statusCode());
    assertEquals(400, web.get("/demo//").statusCode());
  }
}
