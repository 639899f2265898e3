package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:7070", "localhost:1", "log.example:65535", "[::1]:7070"})
  void hostAndPort(String target) throws Exception {
    assertEquals(target, LogAddress.parse(target).target());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        ":7070",
        "localhost:",
        "localhost:0",
        "localhost:07070",
        "localhost:65536",
        "localhost:+1",
        "localhost:٧",
        "::1:7070",
        "http://localhost:7070",
        "local host:7070",
        "localhost:7070/x",
        "localhost:7070\n"
      })
  void anythingElseIsRefused(String target) {
    assertThrows(MalformedException.class, () -> LogAddress.parse(target));
    assertThrows(IllegalArgumentException.class, () -> new LogAddress(target, ""));
  }

  @Test
  void originIsOneLine() {
    assertThrows(IllegalArgumentException.class, () -> new LogAddress("localhost:1", "a\nb"));
  }
}
