package dev.cairn.cli.explorer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.cairn.tree.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a visitor of a healthy log does and sees. */
@ExtendWith(Stage.Shared.class)
final class ExplorerTest {
  private static final int MAX_FIRST_PAGE_BYTES = 100_000;

  /** With headers, as HTTP carried it. */
  private static final String TRANSFERRED =
      """
      ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))
        .reduce((sum, entry) => sum + entry.transferSize, 0)
      """;

  private static final List<String> VIEWS =
      List.of(
          "",
          "entries",
          "entries/2",
          "entries/before/20",
          "events",
          "producers",
          "verify",
          "trust");

  private static Stage stage;
  private static LiveLogs logs;

  @BeforeAll
  static void start(Stage shared) throws Exception {
    stage = shared;
    logs = stage.logs();
  }

  private static Visit visit() {
    return new Visit(stage.browser(), logs.url());
  }

  @Test
  void theHeadIsCheckedUnderTheVisitorsPolicyAndNoSooner() throws Exception {
    try (Visit visit = visit()) {
      visit.open("demo/", "Head");
      assertThat(visit.find(".hero .size")).hasText("40 entries");
      assertThat(visit.find(".hero .verdict")).containsText("Not checked");
      visit.find(".hero .verdict a").click();
      visit.trust("demo", logs.policy());
      visit.open("demo/", "Head");
      assertThat(visit.find(".hero .verdict")).containsText("Signature verified here");
      Page page = visit.page();
      assertThat(page.getByText("Your quorum: 2 of (ash, birch). It is met.")).isVisible();
      assertThat(visit.find(".chart")).isVisible();
      assertThat(visit.find(".chart"))
          .hasAttribute(
              "aria-label",
              Pattern.compile("From 0 entries to 40 entries over [0-9]+ checkpoints.*"));
      visit.picture("head-light");
      String note = new String(visit.download("Download the signed note"), StandardCharsets.UTF_8);
      assertTrue(note.startsWith("example.com/demo\n40\n"), note);
    }
  }

  @Test
  void aNewHeadIsSeenAndExtendsTheOldOne(@TempDir Path folder) throws Exception {
    try (Visit visit = visit();
        GrowingServer growing = new GrowingServer(folder)) {
      growing.append(5);
      Visit other = new Visit(stage.browser(), growing.url());
      other.trust("demo", growing.key());
      other.open("demo/", "Head");
      assertThat(other.find(".hero .size")).hasText("5 entries");
      growing.append(3);
      assertThat(other.find(".hero .size")).hasText("8 entries");
      assertThat(other.page().getByText("It extends the head that this browser saw last"))
          .containsText("size 5");
      other.close();
      visit.open("demo/", "Head");
    }
  }

  @Test
  void entriesAreListedAndShownAsTheTextThatTheyAre() {
    try (Visit visit = visit()) {
      visit.open("demo/entries", "Entries");
      assertThat(visit.find("tbody tr")).hasCount(20);
      assertThat(visit.find("tbody tr").first()).containsText(LiveLogs.NEWEST);
      visit.page().getByText("Older").click();
      assertThat(visit.find("tbody tr").last()).containsText("<img src=x");
      visit
          .page()
          .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("0").setExact(true))
          .click();
      assertThat(visit.find("h1")).hasText("Entry 0");
      assertThat(visit.find("pre")).hasText(LiveLogs.HOSTILE);
      assertEquals(0, visit.find("main img").count());
      assertEquals("Entry 0 · example.com/demo · Cairn", visit.page().title());
      visit.open("demo/entries/1", "Entry 1");
      assertThat(visit.find("pre")).containsText("0000  00 01 ff 63 61 69 72 6e");
      visit.open("demo/entries/2", "Entry 2");
      assertThat(visit.find("pre")).containsText("  \"event\": \"order.deleted\",\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"index", "hex", "base64"})
  void anEntryIsFoundByIndexAndByLeafHash(String by) {
    var leaf = new TreeHasher().leaf(LiveLogs.JSON.getBytes(StandardCharsets.UTF_8));
    String wanted =
        switch (by) {
          case "index" -> "2";
          case "hex" -> leaf.toHex();
          default -> leaf.toBase64();
        };
    try (Visit visit = visit()) {
      visit.open("demo/entries", "Entries");
      visit.page().getByLabel("Index or leaf hash").fill(wanted);
      visit.page().keyboard().press("Enter");
      assertThat(visit.find("h1")).hasText("Entry 2");
      assertThat(visit.find("main")).containsText(leaf.toHex());
    }
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    try (Visit visit = visit().expecting("status of 40[04]")) {
      visit.open("demo/entries", "Entries");
      visit.page().getByLabel("Index or leaf hash").fill("nonsense");
      visit.page().keyboard().press("Enter");
      assertThat(visit.find("#lookup-result")).containsText("Write an index");
      visit.page().getByLabel("Index or leaf hash").fill("00".repeat(32));
      visit.page().keyboard().press("Enter");
      assertThat(visit.find("#lookup-result")).containsText("The server answers: ");
      visit.open("demo/entries/4000", "Entry 4000");
      assertThat(visit.find(".notice.bad")).containsText("The server answers: ");
      visit.open("demo/nowhere", "Not found");
      visit.open("demo/entries/07", "Not found");
    }
  }

  @Test
  void aProofIsDrawnAsAPathAndCheckedAgainstTheVerifiedHead() throws Exception {
    try (Visit visit = visit()) {
      visit.trust("demo", logs.policy());
      visit.open("demo/entries/2", "Entry 2");
      assertThat(visit.page().getByText("root of the verified and witnessed head")).isVisible();
      assertThat(visit.find(".path .sibling")).hasCount(6);
      assertThat(visit.find(".path .computed")).hasCount(5);
      visit.find(".path .root").focus();
      assertThat(visit.find(".told")).containsText("The root of the tree");
      visit.find("summary").getByText("The path as text").click();
      assertThat(visit.find("details li")).hasCount(6);
      assertArrayEquals(
          LiveLogs.JSON.getBytes(StandardCharsets.UTF_8), visit.download("Download the entry"));
      visit.picture("entry-light");
    }
  }

  @Test
  void severalLogsAreToChooseFrom() {
    try (Visit visit = visit()) {
      visit.open("demo/", "Head");
      visit.page().getByRole(AriaRole.COMBOBOX).selectOption(LiveLogs.OTHER);
      assertThat(visit.find(".hero .size")).hasText("0 entries");
      visit.open("other/2026/entries", "Entries");
      assertThat(visit.find("main")).containsText("This log has no entries yet");
    }
  }

  @Test
  void aLinkWithoutALogLeadsToTheFirst() {
    try (Visit visit = visit()) {
      visit.page().navigate(logs.url());
      assertThat(visit.find("h1")).hasText("Head");
      assertThat(visit.find(".hero")).containsText(LiveLogs.ORIGIN);
    }
  }

  @Test
  void theKeyboardIsEnough() {
    try (Visit visit = visit()) {
      visit.open("demo/", "Head");
      assertThat(visit.find(".hero")).isVisible();
      Page page = visit.page();
      page.keyboard().press("Tab");
      assertThat(visit.find(".skip")).isFocused();
      page.keyboard().press("Enter");
      assertThat(visit.find("main")).isFocused();
      tabTo(page, "Entries");
      page.keyboard().press("Enter");
      assertThat(visit.find("h1")).hasText("Entries");
      assertThat(visit.find("h1")).isFocused();
      tabTo(page, "39");
      page.keyboard().press("Enter");
      assertThat(visit.find("h1")).hasText("Entry 39");
      tabTo(page, "The root of the tree");
      assertThat(visit.find(".told")).containsText("The root of the tree");
      assertTrue(
          (Boolean) page.evaluate("document.activeElement.matches(':focus-visible')"),
          "the focus is shown");
    }
  }

  /**
   * Presses Tab, once around the page at most, until the focus is on what has this text or name.
   */
  private static void tabTo(Page page, String name) {
    for (int i = 0; i < 80; i++) {
      page.keyboard().press("Tab");
      String focused =
          (String)
              page.evaluate(
                  "(document.activeElement.getAttribute('aria-label') ??"
                      + " document.activeElement.textContent).trim()");
      if (focused.startsWith(name)) {
        return;
      }
    }
    throw new AssertionError("Tab does not reach " + name);
  }

  @Test
  void narrowDarkScreensNeedNoScrollingSideways() {
    try (Visit visit = new Visit(stage.browser(), logs.url(), 320, 640, ColorScheme.DARK)) {
      visit.trust("demo", logs.policy());
      for (String view : VIEWS) {
        show(visit, view);
        assertEquals(320, visit.page().evaluate("document.documentElement.scrollWidth"), view);
      }
      show(visit, "");
      visit.picture("head-narrow-dark");
    }
    try (Visit visit = new Visit(stage.browser(), logs.url(), 1_000, 800, ColorScheme.DARK)) {
      visit.trust("demo", logs.policy());
      show(visit, "entries/2");
      visit.picture("entry-dark");
    }
  }

  /** Opens a view and waits until nothing in it is still to come. */
  private static void show(Visit visit, String view) {
    visit.page().navigate(logs.url() + "#/demo/" + view);
    String tab = view.isEmpty() ? "Head" : view.split("/", 2)[0];
    assertThat(visit.find("#tabs [aria-current]"))
        .hasText(Pattern.compile(tab, Pattern.CASE_INSENSITIVE));
    assertThat(visit.find("#state")).hasText("Up to date");
    assertThat(visit.find(".card").first()).isVisible();
    assertThat(visit.find("main").getByText(" …")).hasCount(0);
  }

  @Test
  void everyControlHasAName() {
    try (Visit visit = visit()) {
      for (String view : VIEWS) {
        show(visit, view);
        checkNames(visit.find("body").ariaSnapshot());
      }
    }
  }

  private static void checkNames(String tree) {
    List<String> unnamed =
        tree.lines()
            .map(String::strip)
            .filter(line -> line.matches("- (button|link|textbox|combobox|img|searchbox)(?! \").*"))
            .toList();
    assertEquals(List.of(), unnamed, tree);
    for (String landmark : List.of("- banner", "- main", "- contentinfo", "- navigation \"")) {
      assertTrue(tree.contains(landmark), () -> landmark + " is missing in " + tree);
    }
    assertFalse(tree.contains("heading \"\""), tree);
  }

  @Test
  void withoutTheBrowsersCryptographyNothingIsClaimed() {
    try (Visit visit = visit()) {
      visit
          .page()
          .addInitScript("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })");
      visit.open("demo/", "Nothing can be verified here");
      assertThat(visit.find("main")).containsText("without a secure connection");
      assertEquals(0, visit.find(".mark.good").count());
    }
  }

  @Test
  void theFirstPageIsLightAndPaintsSoon() {
    try (Visit visit = visit()) {
      visit.page().navigate(logs.url());
      assertThat(visit.find(".chart")).isVisible();
      Number sum = (Number) visit.page().evaluate(TRANSFERRED);
      long bytes = sum.longValue();
      Object paint =
          visit
              .page()
              .evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
      System.out.printf("explorer: first page %,d bytes, first paint %s ms%n", bytes, paint);
      assertTrue(bytes > 10_000, bytes + " bytes were counted");
      assertTrue(bytes <= MAX_FIRST_PAGE_BYTES, bytes + " bytes");
    }
  }
}
