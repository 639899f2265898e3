package dev.cairn.cli.explorer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * One visitor with a browser profile of their own. At its end nothing may stand in the console,
 * nothing may have been asked of another origin, and nothing may have broken the
 * Content-Security-Policy.
 */
final class Visit implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int PICTURE_HEIGHT = 1_150;

  private final BrowserContext context;
  private final Page page;
  private final String url;
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private Pattern expected = Pattern.compile("(?!)");

  Visit(Browser browser, String url) {
    this(browser, url, 1_000, 800, ColorScheme.LIGHT);
  }

  Visit(Browser browser, String url, int width, int height, ColorScheme scheme) {
    this.url = url;
    context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    context.setDefaultTimeout(20_000);
    page = context.newPage();
    page.onConsoleMessage(message -> troubles.add(message.type() + ": " + message.text()));
    page.onPageError(error -> troubles.add("error: " + error));
    page.onRequest(
        request -> {
          if (!request.url().startsWith(url) && !request.url().startsWith("data:")) {
            troubles.add("request to " + request.url());
          }
        });
  }

  /** Messages of the browser that this visit provokes. */
  Visit expecting(String pattern) {
    expected = Pattern.compile(pattern);
    return this;
  }

  Page page() {
    return page;
  }

  /** Opens an address of the explorer, such as {@code demo/entries}, and waits for its heading. */
  void open(String route, String heading) {
    page.navigate(url + "#/" + route);
    assertThat(page.locator("h1")).hasText(heading);
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  /** Makes the visitor trust a vkey or policy for the log that is shown. */
  void trust(String log, String text) {
    open(log + "/trust", "Trust");
    find("#pin-text").fill(text);
    find("button[type=submit]").click();
    assertThat(find("#trust-told")).containsText("Kept in this browser");
  }

  /** What a click downloads. */
  byte[] download(String button) throws IOException {
    Download download = page.waitForDownload(() -> page.getByText(button).click());
    return Files.readAllBytes(download.path());
  }

  /** Keeps a picture of the page's upper part for people to look at. */
  void picture(String name) {
    picture(name, "body");
  }

  /** Keeps a picture of what stands from an element on. */
  void picture(String name, String from) {
    page.mouse().move(0, 0);
    page.evaluate("scrollTo(0, 0)");
    double top = find(from).first().boundingBox().y;
    double height = ((Number) page.evaluate("document.documentElement.scrollHeight")).doubleValue();
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + ".png"))
            .setFullPage(true)
            .setClip(
                0,
                Math.max(0, top - 16),
                page.viewportSize().width,
                Math.min(height - top, PICTURE_HEIGHT)));
  }

  @Override
  public void close() {
    context.close();
    List<String> unexpected =
        troubles.stream().filter(trouble -> !expected.matcher(trouble).find()).toList();
    assertEquals(List.of(), unexpected);
  }
}
