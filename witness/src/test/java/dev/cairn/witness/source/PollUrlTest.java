package dev.cairn.witness.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://log.example, https://log.example:443/, https://log.example:443/checkpoint",
    "HTTPS://log.example/a/b, https://log.example:443/a/b/, https://log.example:443/a/b/checkpoint",
    "http://127.0.0.1:8080/x/, http://127.0.0.1:8080/x/, http://127.0.0.1:8080/x/checkpoint",
    "http://[::1]:81/, http://[::1]:81/, http://[::1]:81/checkpoint",
  })
  void namesWhatIsFetched(String url, String text, String checkpoint) throws MalformedException {
    PollUrl parsed = PollUrl.parse(url);
    assertEquals(text, parsed.toString());
    assertEquals(checkpoint, parsed.resolve("checkpoint").toString());
    assertEquals(parsed, PollUrl.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "grpc://log.example:9000, grpc://log.example:9000, log.example",
    "grpc://[::1]:9000/, grpc://[::1]:9000, ::1"
  })
  void namesAService(String url, String text, String host) throws MalformedException {
    PollUrl parsed = PollUrl.parse(url);
    assertEquals(text, parsed.toString());
    assertEquals(host, parsed.host());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "log.example",
        "/etc/passwd",
        "file:///etc/passwd",
        "ftp://log.example/",
        "jar:http://log.example/!/x",
        "gopher://log.example/",
        "http:log.example",
        "http:///path",
        "http://user@log.example/",
        "http://user:secret@log.example/",
        "http://log.example/?q=1",
        "http://log.example/#f",
        "http://log.example/a/../b",
        "http://log.example/a//b",
        "http://log.example/%2e%2e/b",
        "http://log.example:0/",
        "http://log.example:65536/",
        "http://log.example:-1/",
        "http://log example/",
        "http://log.example/\r\nHost: x",
        "grpc://log.example",
        "grpc://log.example:9000/path",
        "http://under_score/"
      })
  void refusesEverythingElse(String url) {
    String said =
        String.valueOf(
            assertThrows(MalformedException.class, () -> PollUrl.parse(url)).getMessage());
    assertFalse(said.contains("\n"));
    assertFalse(said.contains("secret"));
  }
}
