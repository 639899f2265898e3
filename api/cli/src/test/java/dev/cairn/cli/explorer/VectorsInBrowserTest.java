package dev.cairn.cli.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The explorer's modules come to the same verdicts as the Java code, for the same reasons. */
@ExtendWith(Stage.Shared.class)
final class VectorsInBrowserTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String UNCHECKABLE = "cannot be checked in this browser";

  /** The base64 of a byte 0x06 and more than a thousand others. */
  private static final Pattern ML_DSA_KEY =
      Pattern.compile("\\+[0-9a-f]{8}\\+B[g-v][^\"\\\\ ]{1000}");

  /** Only the ML-DSA-44 line is bad, and a browser looks at the Ed25519 line beside it alone. */
  private static final Set<String> ML_DSA_UNSEEN = Set.of("second-log-key-bad.json");

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

  private static Path vectors(String area) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = folder.resolve("..").normalize();
    }
    return folder.resolve("tree/src/test/resources/vectors").resolve(area);
  }

  @ParameterizedTest
  @CsvSource({
    "inclusion, 38",
    "consistency, 29",
    "note, 54",
    "checkpoint, 43",
    "cosignature, 53",
    "tlog-proof, 41",
    "policy, 136",
    "policy-check, 54"
  })
  void haveTheirVerdicts(String area, int atLeast) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(vectors(area))) {
      files = all.sorted().toList();
    }
    assertTrue(files.size() >= atLeast, () -> area + " has only " + files.size() + " vectors");
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      texts.add(Files.readString(file));
    }
    List<?> outcomes =
        assertInstanceOf(
            List.class,
            page.evaluate(
                "async ([area, texts]) => (await import('/vectors.js')).run(area, texts)",
                List.of(area, texts)));
    assertEquals(files.size(), outcomes.size());
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      String name = files.get(i).getFileName().toString();
      String outcome = (String) outcomes.get(i);
      if (!isRight(name, texts.get(i), outcome)) {
        wrong.add(name + ": " + outcome);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static boolean isRight(String name, String vector, String outcome) {
    JsonNode wanted = JSON.readTree(vector).required("wantErr");
    if (wanted.isNull() ? outcome.equals("accepted") : outcome.contains(wanted.asString())) {
      return true;
    }
    return ML_DSA_KEY.matcher(vector).find()
        && (outcome.contains(UNCHECKABLE) || ML_DSA_UNSEEN.contains(name));
  }

  @Test
  void aBrowserThatWithholdsItsCryptographyClaimsNothing() {
    Object reason =
        page.evaluate(
            """
            async () => {
              const { whyNotAvailable } = await import('/-/explorer/crypto.js');
              const subtle = Object.getOwnPropertyDescriptor(Crypto.prototype, 'subtle');
              Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined, configurable: true });
              const without = await whyNotAvailable();
              const broken = { importKey: () => Promise.reject(new Error('NotSupportedError')) };
              Object.defineProperty(Crypto.prototype, 'subtle', { value: broken, configurable: true });
              const old = await whyNotAvailable();
              Object.defineProperty(Crypto.prototype, 'subtle', subtle);
              return [without, old, await whyNotAvailable()].join('|');
            }
            """);
    String said = String.valueOf(reason);
    assertTrue(said.contains("without a secure connection"), said);
    assertTrue(said.contains("has no Ed25519"), said);
    assertTrue(said.endsWith("|"), said);
  }
}
