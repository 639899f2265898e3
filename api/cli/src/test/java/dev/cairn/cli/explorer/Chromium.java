package dev.cairn.cli.explorer;

import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine's own Chromium, headless. Tests that need it are skipped where there is none, unless
 * {@code CI} or {@code CAIRN_REQUIRE_BROWSER} is set: then they fail.
 */
final class Chromium implements AutoCloseable {
  private static final String PATH_VARIABLE = "CAIRN_CHROMIUM";
  private static final String MISSING =
      "no executable chromium on the PATH: install the package chromium, or set "
          + PATH_VARIABLE
          + " to one";
  private static final double PATIENCE_MILLIS = 20_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium launch() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Path executable = find().orElseThrow(() -> new AssertionError(MISSING));
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(executable)
                      .setHeadless(true)
                      .setArgs(List.of("--no-sandbox")));
      return new Chromium(playwright, browser);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  private static Optional<Path> find() {
    String chosen = System.getenv(PATH_VARIABLE);
    if (!Strings.isNullOrEmpty(chosen)) {
      return Optional.of(Path.of(chosen)).filter(Files::isExecutable);
    }
    return Splitter.on(':')
        .splitToStream(Strings.nullToEmpty(System.getenv("PATH")))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Why tests are to be skipped, on a machine where they may be. */
  static Optional<String> whySkipped() {
    boolean isRequired = isSet("CI") || isSet("CAIRN_REQUIRE_BROWSER");
    return isRequired || find().isPresent() ? Optional.empty() : Optional.of(MISSING);
  }

  private static boolean isSet(String variable) {
    return !Strings.isNullOrEmpty(System.getenv(variable));
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
