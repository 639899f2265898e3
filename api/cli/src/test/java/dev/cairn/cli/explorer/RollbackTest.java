package dev.cairn.cli.explorer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Route;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log that goes back or shows another history, under its own good key, to a browser that
 * remembers.
 */
@ExtendWith(Stage.Shared.class)
final class RollbackTest {
  private static Stage stage;

  @BeforeAll
  static void start(Stage shared) {
    stage = shared;
  }

  @Test
  void aLogThatGoesBackIsShouted(@TempDir Path folder) throws Exception {
    try (GrowingServer server = new GrowingServer(folder);
        Visit visit =
            new Visit(stage.browser(), server.url()).expecting("ERR_CONNECTION_REFUSED")) {
      server.append(4);
      server.stop();
      server.copy("old");
      server.serveAgain("log");
      server.append(5);
      visit.trust("demo", server.key());
      visit.open("demo/", "Head");
      assertThat(visit.find(".hero .size")).hasText("9 entries");
      assertThat(visit.find("#alarm")).isEmpty();
      server.stop();
      visit.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      assertThat(visit.find("#state")).containsText("The server cannot be reached");

      server.serveAgain("old");
      visit.page().reload();
      assertThat(visit.find("#alarm")).containsText("An older head is shown: example.com/demo");
      assertThat(visit.find("#alarm")).containsText("it shows size 4, after this browser saw 9");
      assertThat(visit.find("#alarm")).hasAttribute("role", "alert");
      assertThat(visit.find("#alarm [data-since]")).hasCount(0); // read aloud whenever it changes
      assertThat(visit.find("#state")).hasText("See the warning");
      visit.picture("rollback-alert");
      String seen = text(visit, "Download the head seen before");
      String shown = text(visit, "Download the head shown now");
      assertTrue(seen.startsWith("example.com/demo\n9\n"), seen);
      assertTrue(shown.startsWith("example.com/demo\n4\n"), shown);
      visit.open("demo/entries", "Entries");
      assertThat(visit.find("#alarm")).containsText("An older head is shown");

      // It grows again: to the size that was seen, and then beyond it, with other entries.
      visit.open("demo/", "Head");
      server.append(5);
      assertThat(visit.find(".hero .size")).hasText("9 entries");
      visit.page().getByText("Discard this evidence").click();
      assertThat(visit.find("#alarm")).containsText("This log has shown two histories");
      assertThat(visit.find("#alarm")).containsText("fork: size 9 has two roots");
      server.append(3);
      assertThat(visit.find(".hero .size")).hasText("12 entries");
      visit.page().getByText("Discard this evidence").click();
      assertThat(visit.find("#alarm")).containsText("The past is not proved unchanged");
      visit.open("demo/trust", "Trust");
      assertThat(visit.find("main")).containsText("size 9,");
    }
  }

  @Test
  void aWithheldProofIsNotTakenForCalm(@TempDir Path folder) throws Exception {
    try (GrowingServer server = new GrowingServer(folder);
        Visit visit = new Visit(stage.browser(), server.url()).expecting("503")) {
      server.append(2);
      visit.trust("demo", server.key());
      visit.open("demo/", "Head");
      assertThat(visit.find(".hero .size")).hasText("2 entries");
      assertThat(visit.find("#state")).hasText("Up to date");
      var busy = new Route.FulfillOptions().setStatus(503).setBody("{}");
      visit.page().route("**/consistency-proof**", route -> route.fulfill(busy));
      server.append(1);
      assertThat(visit.find("#state")).hasText("Cannot check the history");
      assertThat(visit.find("#state")).hasClass("bad");
      String since = "Its history cannot be checked, since";
      assertThat(visit.find(".hero .verdict.open")).containsText(since);
      assertThat(visit.find("#alarm")).isEmpty();
    }
  }

  private static String text(Visit visit, String button) throws Exception {
    return new String(visit.download(button), StandardCharsets.UTF_8);
  }

  @Test
  void aHeadUnderAnotherKeyIsShoutedUntilAnotherKeyIsTrusted(@TempDir Path folder)
      throws Exception {
    String stranger =
        SigningKey.generate(LiveLogs.ORIGIN, KeyType.ED25519).verifierKey().toString();
    try (GrowingServer server = new GrowingServer(folder);
        Visit visit = new Visit(stage.browser(), server.url())) {
      server.append(1);
      visit.trust("demo", stranger);
      assertThat(visit.find("#alarm")).containsText("This head is not signed as it must be");
      visit.open("demo/", "Head");
      assertThat(visit.find(".hero .verdict")).containsText("Refused: note has no signature by");
      String kept = "localStorage.getItem('cairn.alarm." + LiveLogs.ORIGIN + "')";
      Object alarm = visit.page().evaluate(kept);
      visit.trust("demo", stranger);
      assertEquals(alarm, visit.page().evaluate(kept), "the same key: the same evidence");
      visit.trust("demo", server.key());
      assertThat(visit.find("#alarm")).isEmpty();
    }
  }
}
