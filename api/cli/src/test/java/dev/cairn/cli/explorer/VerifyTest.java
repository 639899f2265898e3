package dev.cairn.cli.explorer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

  private static void refused(
      Visit visit, String proof, String entry, String trust, String step, String why) {
    visit.open("demo/trust", "Trust"); // leaves what was given before
    give(visit, proof, entry, trust);
    assertThat(visit.find("#result h2")).containsText("Refused");
    assertThat(visit.find("#result")).containsText(why);
    assertThat(visit.find(".step.bad")).hasCount(1);
    assertThat(visit.find(".step.bad h3")).containsText(step);
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
      visit.picture("verify-passed", ".filebox");
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
  void whatIsKeptForTheProofsLogIsTakenWhicheverLogIsShown() {
    try (Visit visit = visit()) {
      visit.trust("demo", logs.policy());
      visit.open("other/2026/verify", "Verify");
      visit.page().getByLabel("Proof (.tlog-proof)").setInputFiles(file("proof", proof));
      visit.page().getByLabel("Entry, as it was logged").setInputFiles(file("e", LiveLogs.JSON));
      assertThat(visit.find("#result h2")).containsText("Verified");
    }
  }

  @Test
  void aPolicyWithoutQuorumAsksForNoWitnessesEither() {
    try (Visit visit = visit()) {
      give(visit, proof, LiveLogs.JSON, "log " + logs.key() + "\nquorum none\n");
      assertThat(visit.find("#result h2")).containsText("Verified");
      assertThat(visit.find("#result")).containsText("Witnesses were not asked for");
      assertThat(visit.find(".step.open h3")).containsText("Witnesses cosigned the head");
    }
  }

  @Test
  void whatIsLargerThanItReadsIsNotTakenForItsFirstBytes() {
    byte[] large = new byte[10_000_001];
    try (Visit visit = visit()) {
      give(visit, proof, LiveLogs.JSON, logs.policy());
      assertThat(visit.find("#result h2")).containsText("Verified");
      visit
          .page()
          .getByLabel("Entry, as it was logged")
          .setInputFiles(new FilePayload("large", "application/octet-stream", large));
      assertThat(visit.find("#result")).containsText("Still needed: the entry");
      assertThat(visit.find("main")).containsText("Not taken");
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
  void oneFlippedByteIsRefused() {
    List<String> lines = proof.lines().toList();
    byte[] hash = Base64.getDecoder().decode(lines.get(2));
    hash[7] ^= 1;
    String flipped = proof.replace(lines.get(2), Base64.getEncoder().encodeToString(hash));
    String step = "The path leads from the leaf";
    String why = "does not lead to the root of the tree";
    try (Visit visit = visit()) {
      refused(visit, proof, LiveLogs.JSON.replace("12", "13"), logs.policy(), step, why);
      refused(visit, flipped, LiveLogs.JSON, logs.policy(), step, why);
      visit.picture("verify-refused", ".filebox");
    }
  }

  @Test
  void aWrongKeyIsRefused() {
    String stranger =
        SigningKey.generate(LiveLogs.ORIGIN, KeyType.ED25519).verifierKey().toString();
    String other = SigningKey.generate("example.com/x", KeyType.ED25519).verifierKey().toString();
    try (Visit visit = visit()) {
      String why = "Note has no signature by a known key";
      refused(visit, proof, LiveLogs.JSON, stranger, "The log signed the head", why);
      why = "Checkpoint's origin is not example.com/x";
      refused(visit, proof, LiveLogs.JSON, other, "You trust a key for its log", why);
    }
  }

  @Test
  void aMissingCosignatureIsRefused() {
    String line =
        proof.lines().filter(each -> each.contains(" example.org/ash ")).findAny().orElseThrow();
    String without = proof.replace(line + "\n", "");
    try (Visit visit = visit()) {
      String why = "Quorum both has 1 of the 2 it needs: missing ash";
      refused(visit, without, LiveLogs.JSON, logs.policy(), "Witnesses cosigned the head", why);
    }
  }

  @Test
  void whatIsNoProofOrNoPolicyIsRefused() {
    String policy = logs.policy().replaceFirst("quorum.*\n", "");
    try (Visit visit = visit()) {
      String why = "Proof does not start with c2sp.org/tlog-proof@v1";
      refused(visit, "x" + proof, LiveLogs.JSON, logs.policy(), "The proof has the form", why);
      why = "Policy has no quorum line";
      refused(visit, proof, LiveLogs.JSON, policy, "You trust a key for its log", why);
    }
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
      visit.page().getByLabel("Proof (.tlog-proof)").setInputFiles(file("2.tlog-proof", proof));
      visit.page().getByLabel("Entry, as it was logged").setInputFiles(file("e", LiveLogs.JSON));
      visit.page().getByText("Trust this for example.com/demo from now on").click();
      assertThat(visit.find("main")).containsText("Kept in this browser.");
      visit.open("demo/trust", "Trust");
      String given = "the server itself, taken on its word";
      assertThat(visit.find(".facts")).containsText(given);
      visit.find("button[type=submit]").click();
      assertThat(visit.find("#trust-told")).hasText("Kept in this browser.");
      assertThat(visit.find(".facts")).containsText(given);
    }
  }
}
