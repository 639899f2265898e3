package dev.cairn.cli.explorer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a visitor who searches for audit events does and sees. */
@ExtendWith(Stage.Shared.class)
final class EventsTest {
  private static final Pattern ENTRY = Pattern.compile("\"entry\":\"([^\"]+)\"");

  @TempDir static Path temp;

  private static Stage stage;
  private static EventServer server;

  @BeforeAll
  static void start(Stage shared) throws Exception {
    stage = shared;
    server = new EventServer(temp);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Visit visit() {
    return new Visit(stage.browser(), server.url());
  }

  private static Visit trusting() {
    Visit visit = visit();
    visit.trust("demo", server.key());
    return visit;
  }

  private static Locator rows(Visit visit) {
    return visit.find(".events tbody tr");
  }

  private static Locator proved(Visit visit) {
    return visit.find(".check.good");
  }

  private static void search(Visit visit, String filter) {
    visit.page().getByLabel("Filter").fill(filter);
    visit.page().keyboard().press("Enter");
  }

  @Test
  void whatIsFoundIsProvedInTheBrowserPageByPage() {
    try (Visit visit = trusting()) {
      visit.open("demo/events", "Events");
      assertThat(rows(visit)).hasCount(20);
      assertThat(rows(visit).first()).containsText("user alice");
      assertThat(proved(visit)).hasCount(20);
      assertThat(visit.find(".complete")).containsText("Complete to entry 29");
      assertThat(visit.find(".verdict.good")).containsText("verified head of size 30");
      visit.picture("events-light");
      visit.page().getByText("Next page").click();
      assertThat(visit.find("h1")).isFocused();
      assertThat(rows(visit)).hasCount(10);
      assertThat(proved(visit)).hasCount(10);
      assertThat(visit.page().getByText("Next page")).hasCount(0);
      visit.page().goBack();
      assertThat(rows(visit)).hasCount(20);
    }
  }

  @Test
  void aSearchIsAnAddressThatShowsOthersTheSame() {
    String shared;
    try (Visit visit = trusting()) {
      visit.open("demo/events", "Events");
      search(visit, "outcome.status = DENIED");
      assertThat(rows(visit)).hasCount(1);
      assertThat(visit.find("[role=status].away")).hasText("1 event on this page");
      assertThat(rows(visit)).containsText("user carol");
      assertThat(rows(visit)).containsText("DENIED");
      visit.page().getByLabel("Order").selectOption("oldest_first");
      visit.page().getByLabel("Occurred from").fill("2026-01-31T12:24");
      search(visit, "actor.id = \"alice\"");
      assertThat(rows(visit)).hasCount(2);
      shared = visit.page().url();
    }
    assertTrue(
        shared.endsWith(
            "#/demo/events?filter=actor.id+%3D+%22alice%22"
                + "&occurred_from=2026-01-31T12%3A24%3A00Z&order=oldest_first"),
        shared);
    try (Visit other = visit()) {
      other.page().navigate(shared);
      assertThat(rows(other)).hasCount(2);
      assertThat(rows(other).first()).containsText("order-24");
      assertThat(other.page().getByLabel("Filter")).hasValue("actor.id = \"alice\"");
      assertThat(other.page().getByLabel("Occurred from")).hasValue("2026-01-31T12:24");
      assertThat(other.page().getByLabel("Order")).hasValue("oldest_first");
    }
  }

  @Test
  void anErrorPointsAtTheCharacter() {
    try (Visit visit = trusting().expecting("status of 400")) {
      visit.open("demo/events", "Events");
      String filter = "actor.id = \"alice\" AND 🜁 colour = red";
      search(visit, filter);
      Locator field = visit.page().getByLabel("Filter");
      assertThat(visit.find("#filter-fault .reason")).containsText("at character 23");
      assertThat(field).hasAttribute("aria-invalid", "true");
      assertThat(field).isFocused();
      assertEquals("🜁", field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)"));
      // The caret stands below the character.
      String drawn = visit.find("pre.fault").textContent();
      int caret = drawn.indexOf('^') - drawn.indexOf('\n') - 1;
      assertEquals(0x1f701, drawn.codePointAt(caret), drawn);
      search(visit, "actor.id = \"bob\"");
      assertThat(rows(visit)).hasCount(5);
      assertThat(visit.find("#filter-fault")).isEmpty();
    }
  }

  @Test
  void withoutAKeyNothingIsCalledProved() {
    try (Visit visit = visit()) {
      visit.open("demo/events", "Events");
      assertThat(visit.find(".check.open")).hasCount(20);
      assertThat(rows(visit).first()).containsText("Not proved: no key is trusted");
      visit.page().getByText("Choose whom to trust").click();
      assertThat(visit.find("h1")).hasText("Trust");
    }
  }

  /** Answers a path with what the server says, changed. */
  private static void tamper(Visit visit, String path, UnaryOperator<String> change) {
    visit
        .page()
        .route(
            "**/api/" + path + "?**",
            route -> {
              var answer = route.fetch();
              route.fulfill(
                  new Route.FulfillOptions()
                      .setResponse(answer)
                      .setBody(change.apply(answer.text())));
            });
  }

  /** Changes the newest event's actor in its entry. */
  private static String forge(String page) {
    Matcher entry = ENTRY.matcher(page);
    assertTrue(entry.find());
    String bytes =
        new String(Base64.getDecoder().decode(entry.group(1)), StandardCharsets.ISO_8859_1);
    String forged = bytes.replace("alice", "mario");
    return page.substring(0, entry.start(1))
        + Base64.getEncoder().encodeToString(forged.getBytes(StandardCharsets.ISO_8859_1))
        + page.substring(entry.end(1));
  }

  @Test
  void aForgedEventIsNotProved() {
    try (Visit visit = trusting()) {
      tamper(visit, "events", EventsTest::forge);
      visit.open("demo/events", "Events");
      assertThat(rows(visit).first()).containsText("user mario");
      assertThat(rows(visit).first()).containsText("Not proved: the proof for the inclusion");
      assertThat(proved(visit)).hasCount(19);
    }
  }

  @Test
  void theServersOwnDecodingIsNotBelieved() {
    try (Visit visit = trusting()) {
      tamper(visit, "events", page -> page.replace("\"alice\"", "\"mario\""));
      visit.open("demo/events", "Events");
      assertThat(rows(visit).first()).containsText("user alice");
      assertThat(proved(visit)).hasCount(20);
    }
  }

  @Test
  void anAnswerToAnotherQuestionIsRefused() {
    try (Visit visit = trusting()) {
      tamper(visit, "events", page -> page.replace("\"index\":\"25\"", "\"index\":\"27\""));
      visit.open("demo/events", "Events");
      assertThat(visit.find(".check.bad")).hasCount(1);
      assertThat(visit.find(".check.bad")).containsText("does not stand in the order asked for");
      visit.page().unroute("**/api/events?**");
      tamper(
          visit, "events", page -> page.replaceFirst("\"entry\":\"[^\"]+\"", "\"entry\":\"AAAA\""));
      search(visit, "actor.id = \"bob\"");
      assertThat(rows(visit).first()).containsText("cannot be read as an event");
      assertThat(rows(visit).first()).containsText("does not begin with the magic");
      assertThat(proved(visit)).hasCount(4);
    }
  }

  @Test
  void eventsOfAnotherTimeAreRefused() {
    try (Visit visit = trusting()) {
      visit
          .page()
          .route(
              "**/api/events?**",
              route ->
                  route.resume(
                      new Route.ResumeOptions()
                          .setUrl(
                              route.request().url().replaceFirst("occurred_until=[^&]*&", ""))));
      visit.open("demo/events?occurred_until=2026-01-31T12:27:30Z", "Events");
      assertThat(visit.find(".check.bad")).hasCount(2);
      assertThat(rows(visit).nth(1)).containsText("did not occur in the time asked for");
      assertThat(proved(visit)).hasCount(18);
    }
  }

  @Test
  void strangersWordsAreText() {
    try (Visit visit = trusting()) {
      for (String view : List.of("events", "entries/" + EventServer.HOSTILE)) {
        visit.page().navigate(server.url() + "#/demo/" + view);
        assertThat(visit.find("main")).containsText("<img src=x");
        assertEquals(0, visit.find("main img").count());
      }
      assertThat(visit.page()).hasTitle("Entry 27 · example.com/demo · Cairn");
    }
  }

  @Test
  void anEntrysSealsAndChainAreVerified() {
    try (Visit visit = trusting()) {
      visit.open("demo/entries/12", "Entry 12");
      assertThat(visit.find(".verdict.good").getByText("The log sealed it")).isVisible();
      assertThat(visit.find("main")).containsText("with the key that entry 0 names: orders-1+");
      assertThat(visit.find("main")).containsText("It follows event 11 of the producer");
      assertThat(visit.find("main")).containsText("user alice");
      assertThat(visit.find(".verdict.bad, .notice.bad")).hasCount(0);
      assertThat(visit.page().getByText("In the log: the path leads")).isVisible();
      visit.picture("event-light");
      visit.open("demo/entries/0", "Entry 0");
      assertThat(visit.find("main")).containsText("It is the first event of its producer");
      assertThat(visit.find("main")).containsText("with the key that entry 0 names");
      visit.open("demo/entries/28", "Entry 28");
      assertThat(visit.find("main")).containsText("no service has sealed this event");
      visit.open("demo/entries/29", "Entry 29");
      assertThat(visit.find("main")).containsText("The server finds no event 28 of the producer");
    }
  }

  @Test
  void anEventBeforeThatIsNotProvedIsNotFollowed() {
    try (Visit visit = trusting()) {
      tamper(
          visit,
          "inclusion-proofs",
          answer -> answer.replaceFirst("(\"hashes\":\\s*\\[\").{4}", "$1AAAA"));
      visit.open("demo/entries/12", "Entry 12");
      assertThat(visit.find("main")).containsText("It is not shown that event 11");
      assertThat(visit.find("main")).containsText("It is sealed by the key that entry 0 names");
      assertThat(visit.find(".verdict.good")).hasCount(2);
    }
  }

  @Test
  void aForgedEntrysSealsAreRefused() {
    try (Visit visit = trusting()) {
      visit
          .page()
          .route(
              "**/api/entries/12",
              route -> {
                var answer = route.fetch();
                String json = answer.text().replace("\"data\":", "\"entry\":");
                route.fulfill(
                    new Route.FulfillOptions()
                        .setResponse(answer)
                        .setBody(forge(json).replace("\"entry\":\"Y", "\"data\":\"Y")));
              });
      visit.open("demo/entries/12", "Entry 12");
      assertThat(visit.find("main")).containsText("user mario");
      assertThat(visit.find("main")).containsText("The log's seal is refused");
      assertThat(visit.find("main")).containsText("The producer's seal is refused");
      assertThat(visit.find("main")).containsText("Refused: the proof for the inclusion");
    }
  }

  @Test
  void producersAreShownWithWhatIsMissing() {
    try (Visit visit = trusting()) {
      visit.open("demo/producers", "Producers");
      assertThat(visit.find("h2").last()).hasText("orders-1");
      assertThat(visit.find("main")).containsText("1 thing was found wrong in its chain.");
      assertThat(visit.find(".findings")).containsText("Sequences 26 to 28: missing, entry 29");
      visit.picture("producers-light");
      visit.page().getByText("27", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(visit.page().getByLabel("Filter")).hasValue("producer = \"orders-1\"");
      assertThat(rows(visit)).hasCount(20);
    }
  }

  @Test
  void theKeyboardIsEnough() {
    try (Visit visit = trusting()) {
      visit.open("demo/", "Head");
      visit.page().getByText("Events", new Page.GetByTextOptions().setExact(true)).focus();
      Page page = visit.page();
      page.keyboard().press("Enter");
      assertThat(visit.find("h1")).hasText("Events");
      assertThat(visit.find("h1")).isFocused();
      page.keyboard().press("Tab");
      assertThat(page.getByLabel("Filter")).isFocused();
      page.keyboard().type("actor.id = \"carol\"");
      page.keyboard().press("Enter");
      assertThat(rows(visit)).hasCount(1);
      assertThat(page.getByLabel("Filter")).isFocused();
      for (int i = 0; i < 20 && !isFocusOnEntry(page); i++) {
        page.keyboard().press("Tab");
      }
      page.keyboard().press("Enter");
      assertThat(visit.find("h1")).hasText("Entry 26");
    }
  }

  private static boolean isFocusOnEntry(Page page) {
    return (Boolean) page.evaluate("document.activeElement.textContent === '26'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events",
        "events?filter=actor.id%20%3D%20%22alice%22%20AND%20something.that.is.long%20%3D%20no",
        "producers",
        "entries/12"
      })
  void narrowDarkScreensNeedNoScrollingSideways(String view) {
    try (Visit visit =
        new Visit(stage.browser(), server.url(), 320, 640, ColorScheme.DARK)
            .expecting("status of 400")) {
      visit.trust("demo", server.key());
      visit.page().navigate(server.url() + "#/demo/" + view);
      assertThat(visit.find(".card").first()).isVisible();
      assertThat(visit.find(".notice.wait, .check.wait")).hasCount(0);
      assertThat(visit.find(".events, .fault, .findings, .path").first()).isVisible();
      assertEquals(320, visit.page().evaluate("document.documentElement.scrollWidth"), view);
      List<String> faint = contrasts(visit.page(), 4.5);
      assertEquals(List.of(), faint, view);
      if (view.equals("events")) {
        visit.picture("events-narrow-dark");
      }
    }
  }

  /** Texts of less contrast with what is behind them than WCAG 2.2 asks for (1.4.3). */
  private static List<String> contrasts(Page page, double least) {
    Object[] faint = ((List<?>) page.evaluate(CONTRAST, least)).toArray();
    return Arrays.stream(faint).map(String::valueOf).toList();
  }

  private static final String CONTRAST =
      """
      least => {
        const parts = color => color.match(/[0-9.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
          .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = element => {
          for (let e = element; e; e = e.parentElement) {
            const color = parts(getComputedStyle(e).backgroundColor);
            if (color.length === 3 || color[3] > 0) return color;
          }
          return [255, 255, 255];
        };
        return [...document.querySelectorAll('main *')]
          .filter(e => e.checkVisibility({ visibilityProperty: true }))
          .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim() !== ''))
          .filter(e => {
            const [a, b] = [parts(getComputedStyle(e).color), behind(e)].map(light);
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < least;
          })
          .map(e => e.outerHTML.slice(0, 200));
      }
      """;
}
