package dev.cairn.cli.explorer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.options.FilePayload;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A visitor's own files are verified in the browser, and what is wrong with them is said. */
@ExtendWith(Stage.Shared.class)
final class VerifyTest {
  private static Stage stage;
  private static LiveLogs logs;
  private static String proof;

  @BeforeAll
  static void start(Stage shared) throws Exception {
    stage = shared;
    logs = stage.logs();
    try (Visit visit = visit()) {
      visit.open("demo/entries/2", "Entry 2");
      proof = new String(visit.download("Download the .tlog-proof"), StandardCharsets.UTF_8);
    }
  }

  private static Visit visit() {
    return new Visit(stage.browser(), logs.url());
  }

  private static void give(Visit visit, String proof, String entry, String trust) {
    visit.open("demo/verify", "Verify");
    visit.page().getByLabel("Proof (.tlog-proof)").setInputFiles(file("2.tlog-proof", proof));
    visit.page().getByLabel("Entry, as it was logged").setInputFiles(file("entry", entry));
    visit.page().getByLabel("Whom you trust: a vkey or a policy").fill(trust);
  }

  private static FilePayload file(String name, String text) {
    return new FilePayload(name, "application/octet-stream", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String proof, String entry, String trust, String step, String why) {
    try (Visit visit = visit()) {
      give(visit, proof, entry, trust);
      assertThat(visit.find("#result h2")).containsText("Refused");
      assertThat(visit.find("#result")).containsText(why);
      assertThat(visit.find(".step.bad")).hasCount(1);
      assertThat(visit.find(".step.bad h3")).containsText(step);
    }
  }

  @Test
  void aGoodProofIsVerifiedStepByStep() {
    try (Visit visit = visit()) {
      give(visit, proof, LiveLogs.JSON, logs.policy());
      assertThat(visit.find("#result h2")).containsText("Verified");
      assertThat(visit.find("#result")).containsText("has this entry at index 2 of 40");
      assertThat(visit.find(".step.good")).hasCount(6);
      assertThat(visit.find(".step .mark[aria-label=Passed]")).hasCount(6);
      assertThat(visit.find(".path .sibling")).hasCount(6);
      visit.picture("verify-passed");
      visit.page().getByText("Trust this for example.com/demo from now on").click();
      visit.open("demo/", "Head");
      assertThat(visit.find(".hero .verdict")).containsText("Signature verified here");
    }
  }

  @Test
  void aVkeyAloneAsksForNoWitnesses() {
    try (Visit visit = visit()) {
      give(visit, proof, LiveLogs.JSON, logs.key().toString());
      assertThat(visit.find("#result h2")).containsText("Verified");
      assertThat(visit.find("#result")).containsText("Witnesses were not asked for");
      assertThat(visit.find(".step.open")).hasCount(1);
    }
  }

  @Test
  void droppedFilesAreToldApart() {
    try (Visit visit = visit()) {
      visit.trust("demo", logs.policy());
      visit.open("demo/", "Head");
      assertThat(visit.find(".hero")).isVisible();
      JSHandle files =
          visit
              .page()
              .evaluateHandle(
                  """
                  ([proof, entry]) => {
                    const files = new DataTransfer();
                    files.items.add(new File([entry], 'any-name'));
                    files.items.add(new File([proof], 'another-name'));
                    return files;
                  }
                  """,
                  List.of(proof, LiveLogs.JSON));
      visit.find("main").dispatchEvent("drop", Map.of("dataTransfer", files));
      assertThat(visit.find("h1")).hasText("Verify");
      assertThat(visit.find("#result h2")).containsText("Verified");
    }
  }

  @Test
  void oneFlippedByteOfTheEntryIsRefused() {
    String entry = LiveLogs.JSON.replace("12", "13");
    String why = "does not lead to the root of the tree";
    refused(proof, entry, logs.policy(), "The path leads from the leaf", why);
  }

  @Test
  void oneFlippedByteOfTheProofIsRefused() {
    List<String> lines = proof.lines().toList();
    byte[] hash = Base64.getDecoder().decode(lines.get(2));
    hash[7] ^= 1;
    String flipped = proof.replace(lines.get(2), Base64.getEncoder().encodeToString(hash));
    String why = "does not lead to the root of the tree";
    refused(flipped, LiveLogs.JSON, logs.policy(), "The path leads from the leaf", why);
    try (Visit visit = visit()) {
      give(visit, flipped, LiveLogs.JSON, logs.policy());
      assertThat(visit.find("#result h2")).containsText("Refused");
      visit.picture("verify-refused");
    }
  }

  @Test
  void aWrongKeyIsRefused() {
    String stranger =
        SigningKey.generate(LiveLogs.ORIGIN, KeyType.ED25519).verifierKey().toString();
    String why = "Note has no signature by a known key";
    refused(proof, LiveLogs.JSON, stranger, "The log signed the head", why);
    String other = SigningKey.generate("example.com/x", KeyType.ED25519).verifierKey().toString();
    why = "Checkpoint's origin is not example.com/x";
    refused(proof, LiveLogs.JSON, other, "You trust a key for its log", why);
  }

  @Test
  void aMissingCosignatureIsRefused() {
    String without =
        proof.lines().filter(line -> !line.startsWith("\u2014 example.org/ash ")).toList().stream()
            .map(line -> line + "\n")
            .reduce("", String::concat);
    assertTrue(without.length() < proof.length(), proof);
    String why = "Quorum both has 1 of the 2 it needs: missing ash";
    refused(without, LiveLogs.JSON, logs.policy(), "Witnesses cosigned the head", why);
  }

  @Test
  void whatIsNoProofIsRefused() {
    String why = "Proof does not start with c2sp.org/tlog-proof@v1";
    refused("x" + proof, LiveLogs.JSON, logs.policy(), "The proof has the form", why);
    why = "Policy has no quorum line";
    String policy = logs.policy().replaceFirst("quorum.*\n", "");
    refused(proof, LiveLogs.JSON, policy, "You trust a key for its log", why);
  }

  @Test
  void theServersKeyIsOfferedAsTheServersWord() {
    try (Visit visit = visit()) {
      visit.open("demo/verify", "Verify");
      assertEquals("", visit.page().getByLabel("Whom you trust").inputValue());
      visit.find("summary").click();
      assertThat(visit.find("details")).containsText("This is the server's own word.");
      visit.page().getByText("Use the server's key").click();
      assertEquals(logs.key().toString(), visit.page().getByLabel("Whom you trust").inputValue());
    }
  }
}
