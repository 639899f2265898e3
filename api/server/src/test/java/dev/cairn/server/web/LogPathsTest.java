package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogPathsTest {
  private static String path(String origin) {
    return new LogPaths(List.of(origin)).path(origin);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com/demo, /demo/",
    "example.com/a/b-2/c~_, /a/b-2/c~_/",
    "example.com/tile, /tile/",
    "example.com/...., /..../",
  })
  void aUrlsPathIsTheName(String origin, String path) {
    assertEquals(path, path(origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "example.com/",
        "example.com/a/",
        "example.com//a",
        "example.com/-/logs",
        "example.com/a/../b",
        "example.com/.",
        "example.com/a b",
        "example.com/é",
        "example.com/a%2fb",
        "example.com/a?b",
        "example.com/a/tile/0",
        "example.com/a/api",
        "example.com/5fd2dc0beb4ce54da5050cf6d5c75248b023abad441c3cecde3976fbe9da4fe4",
      })
  void whatCannotBeAPathIsNamedByItsHash(String origin) {
    assertTrue(path(origin).matches("/[0-9a-f]{64}/"), path(origin));
  }

  /** The example of C2SP tlog-witness. */
  @Test
  void theHashIsThatOfTheOrigin() {
    String hash = "5fd2dc0beb4ce54da5050cf6d5c75248b023abad441c3cecde3976fbe9da4fe4";
    LogPaths paths = new LogPaths(List.of("example.com/behind-the-sofa"));
    assertEquals(Set.of("behind-the-sofa", hash), paths.names("example.com/behind-the-sofa"));
  }

  @Test
  void logsThatWouldShareANameHaveTheirHashesOnly() {
    List<String> origins = List.of("a.example/log", "b.example/log", "b.example/other");
    LogPaths paths = new LogPaths(origins);
    assertEquals(1, paths.names("a.example/log").size());
    assertEquals(1, paths.names("b.example/log").size());
    assertEquals("/other/", paths.path("b.example/other"));
    assertEquals(
        3, origins.stream().map(paths::path).distinct().count(), "each has a path of its own");
  }
}
