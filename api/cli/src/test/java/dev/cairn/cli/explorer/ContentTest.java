package dev.cairn.cli.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of an entry says what was logged, nothing less and nothing else. */
@ExtendWith(Stage.Shared.class)
final class ContentTest {
  private static final String READABLE =
      """
      async ([text]) => {
        const { readable } = await import('/-/explorer/content.js');
        const { kind, text: shown } = readable(new TextEncoder().encode(text));
        return `${kind}: ${shown}`;
      }
      """;

  private static ModuleServer server;
  private static Page page;

  @BeforeAll
  static void start(Stage stage) throws IOException {
    server = new ModuleServer();
    page = stage.browser().newPage();
    page.navigate(server.url());
  }

  @AfterAll
  static void stop() {
    if (page != null) {
      page.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"amount\":9007199254740993}",
        "{\"pay\":\"bob\",\"pay\":\"eve\"}",
        "{\"b\":1,\"2\":1}",
        "{\"rate\":1.0,\"limit\":1e400,\"low\":-0}",
        "{\"file\":\"\\u202etxt.exe\"}"
      })
  void jsonThatParsingWouldChangeStaysAsItIs(String entry) {
    assertEquals("text: " + entry, page.evaluate(READABLE, List.of(entry)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u00adb", "a\u200bb", "a\ufeffb", "a\u202eb", "a\u2028b", "a\0b"})
  void whatPrintsAsNothingIsShownAsBytes(String entry) {
    String shown = (String) page.evaluate(READABLE, List.of(entry));
    assertTrue(shown.startsWith("bytes: "), shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[1,\"two \\\" 2\"]}", "{ \"a\" : [1,\n\t\"two \\\" 2\"] }"})
  void otherJsonIsIndented(String entry) {
    String indented = "{\n  \"a\": [\n    1,\n    \"two \\\" 2\"\n  ]\n}";
    assertEquals("JSON: " + indented, page.evaluate(READABLE, List.of(entry)));
  }
}
