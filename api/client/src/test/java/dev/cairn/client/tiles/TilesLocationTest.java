package dev.cairn.client.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.MalformedException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilesLocationTest {
  @ParameterizedTest
  @CsvSource({
    "http://log.example, http://log.example/",
    "http://log.example/, http://log.example/",
    "HTTPS://log.example:8443/a/b, https://log.example:8443/a/b/",
    "https://[::1]/a/, https://[::1]/a/",
    "https://log.example/~me/v1.2/..a/, https://log.example/~me/v1.2/..a/",
  })
  void readsUrls(String text, String prefix) throws MalformedException {
    assertEquals(new TilesLocation.Web(URI.create(prefix)), TilesLocation.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"file:///srv/log, /srv/log", "file:/srv/log/, /srv/log", "FILE:///a%20b, /a b"})
  void readsFolderUrls(String text, String path) throws MalformedException {
    assertEquals(new TilesLocation.Folder(Path.of(path)), TilesLocation.parse(text));
  }

  @Test
  void takesEverythingElseForAFolder() throws MalformedException {
    for (String text : new String[] {"/srv/log", "log", "./log", "../a:b", "http", "a//b"}) {
      assertEquals(
          new TilesLocation.Folder(Path.of(text).toAbsolutePath()), TilesLocation.parse(text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "ftp://log.example/",
        "grpc://log.example:7070",
        "http://",
        "http:///a",
        "http://u@log.example/",
        "http://u:p@log.example/",
        "http://log.example/?",
        "http://log.example/?a=b",
        "http://log.example/#",
        "http://log.example/a#b",
        "http://log.example/a/../b/",
        "http://log.example/a/..",
        "http://log.example/./b/",
        "http://log.example/%2e%2E/b/",
        "http://log.example/a%2fb/",
        "http://log.example/a%5Cb/",
        "http://log.example/a%00/",
        "http://log.example//a/",
        "http://log.example:0/",
        "http://log.example:65536/",
        "http://log.example/a b/",
        "file://host/srv/log",
        "file:///srv/../log",
        "file:///srv/%2e%2e/log",
        "file:///srv?a",
        "file:///srv#a",
        "file:srv",
        "file:",
      })
  void refusesWhatMayMeanSomethingElse(String text) {
    assertThrows(MalformedException.class, () -> TilesLocation.parse(text));
  }

  @Test
  void refusesWhatIsTooLong() {
    String text = "http://log.example/" + "a".repeat(TilesLocation.MAX_CHARS);
    assertThrows(MalformedException.class, () -> TilesLocation.parse(text));
  }
}
