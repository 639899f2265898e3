package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server says of itself in numbers, and that the documentation says what they are for. */
@Timeout(120)
final class ServeMetricsTest {
  private static final String ORIGIN = "example.com/log";
  private static final Path DOCS = Path.of("../../docs");
  private static final Pattern NAME = Pattern.compile("cairn_(?:log|server)_[a-z_]+[a-z]");

  @TempDir Path temp;

  private Path init() throws IOException {
    Path data = temp.resolve("log");
    String[] init = {"init", "--data", data.toString(), "--origin", ORIGIN};
    assertEquals(0, Cli.run(init).exitCode());
    return data;
  }

  /** A policy without a quorum, so that nobody waits for the witness, which is nowhere. */
  private Path policy(Path data) throws IOException {
    Matcher vkey =
        Pattern.compile("\"vkey\"\\s*:\\s*\"([^\"]+)\"")
            .matcher(Files.readString(data.resolve("log.json")));
    assertTrue(vkey.find());
    String witness =
        SigningKey.generate("witness.example", KeyType.ED25519_COSIGNATURE)
            .verifierKey()
            .toString();
    return Files.writeString(
        temp.resolve("policy"),
        "log %s%nwitness away %s http://127.0.0.1:1/%nquorum none%n"
            .formatted(vkey.group(1), witness));
  }

  private static String scrape(ServerProcess server) throws Exception {
    String line = server.line();
    assertTrue(line.startsWith("metrics on http://127.0.0.1:"), line);
    return get(line.substring("metrics on ".length()));
  }

  private static String get(String url) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .body();
    }
  }

  private static Set<String> names(String text, Pattern pattern) {
    Set<String> names = new TreeSet<>();
    pattern.matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }

  @Test
  void everyMetricIsInTheDocumentationAndTheOtherWayRound() throws Exception {
    Path data = init();
    try (ServerProcess server =
        ServerProcess.serve(
            "--data",
            data.toString(),
            "--policy",
            policy(data).toString(),
            "--grpc",
            "127.0.0.1:0",
            "--metrics",
            "127.0.0.1:0")) {
      String page = scrape(server);
      Set<String> scraped = names(page, Pattern.compile("(?<=# TYPE )cairn_[a-z_]+"));
      assertTrue(scraped.size() > 30, scraped::toString);
      Set<String> documented =
          names(
              Files.readString(DOCS.resolve("OPERATIONS.md")),
              Pattern.compile("(?<=`)" + NAME + "(?=`)"));
      assertEquals(scraped, documented);
      Set<String> alerted = names(Files.readString(DOCS.resolve("alerts.yml")), NAME);
      alerted.removeIf(name -> scraped.contains(name.replaceAll("_(sum|count)$", "")));
      assertEquals(Set.of(), alerted, "alerts on what there is not");
      for (String line : page.lines().filter(text -> text.startsWith("cairn_")).toList()) {
        assertTrue(!line.endsWith("NaN"), line);
      }
      assertTrue(page.contains("jvm_memory_used_bytes"), page);
      assertTrue(page.contains("process_files_open_files"), page);
      assertEquals(0, server.terminate());
    }
  }

  @Test
  void theNumbersAreThoseOfTheLog() throws Exception {
    Path data = init();
    Path config =
        Files.writeString(
            temp.resolve("cairn.toml"),
            """
            grpc = "127.0.0.1:0"
            metrics = "127.0.0.1:0"
            [[logs]]
            data = "%s"
            scrub_bytes_per_second = 1000000
            scrub_interval_seconds = 0
            """
                .formatted(data));
    try (ServerProcess server = ServerProcess.serve("--config", config.toString())) {
      String url = server.line().substring("metrics on ".length());
      for (String key : List.of("a", "b", "a")) {
        Cli append =
            Cli.run(
                "append",
                key,
                "--key",
                key,
                "--log",
                server.address(),
                "--state",
                temp.resolve("state").toString());
        assertEquals(0, append.exitCode(), append.err());
      }
      String page = get(url);
      assertValue(page, "durable_entries", "", 2);
      assertValue(page, "published_entries", "", 2);
      assertValue(page, "appends_total", ",outcome=\"acknowledged\"", 2);
      assertValue(page, "appends_total", ",outcome=\"deduplicated\"", 1);
      assertValue(page, "appended_entries_total", "", 2);
      assertValue(page, "stopped", "", 0);
      assertValue(page, "scrub_on", "", 1);
      assertValue(page, "scrub_findings", "", 0);
      while (!get(url).contains("cairn_log_scrub_last_entries{log=\"" + ORIGIN + "\"} 2.0\n")) {
        Thread.onSpinWait();
      }
      assertEquals(0, server.terminate());
    }
    assertTrue(Files.exists(data.resolve("scrub")), "how far the scrub has come is kept");
  }

  private static void assertValue(String page, String name, String labels, int value) {
    String line = "cairn_log_%s{log=\"%s\"%s} %d.0%n".formatted(name, ORIGIN, labels, value);
    assertTrue(page.contains(line), () -> line + page);
  }

  @Test
  void anAddressThatIsTakenIsRefused() throws Exception {
    Path data = init();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      String[] serve = {
        "serve",
        "--data",
        data.toString(),
        "--grpc",
        "127.0.0.1:0",
        "--http",
        "none",
        "--metrics",
        address
      };
      for (int i = 0; i < 2; i++) {
        Cli refused = Cli.run(serve);
        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains(address), refused.err());
      }
    }
  }
}
