package dev.cairn.cli.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page concludes from heads that an honest server would not show, or not yet. */
@ExtendWith(Stage.Shared.class)
final class WatchTest {
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
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aLargerWitnessedHeadOfAnotherHistory   | inconsistent, not trusted
          aLargerWitnessedHeadOfTheSameHistory   | no alarm, trusted
          aWitnessedHeadByAnotherLogKey          | signature
          aWitnessedHeadOfOneSizeAndAnotherRoot  | fork
          aProofThatIsTooShort                   | no alarm, open: The proof for the consistency of size 1 with size 3 has length 1, not 2.
          aProofThatDoesNotHold                  | inconsistent: the server did not prove that size 3 extends size 1
          headsOfAClockThatIsAhead               | no alarm, refused: witness w cosigned in the future, at T
          anotherPolicyWithAWitnessOfTheSameName | true, null, false
          anotherTabSawMore                      | back, broken
          aForkAfterAHeadByAnotherKey            | fork
          anEntryUnderAWithheldConsistencyProof  | Not checked: The path leads to the root of a head that the log signed, but it is not shown
          aHeadUnderAWithheldConsistencyProof    | true, ?Its history cannot be checked, since, then extends, undefined
          focusAndSelectionWhileANewHeadComes    | 3 entries, true, example.com/watched
          anEntryUnderAPolicyWithoutQuorum       | Passed: In the log: the path leads to the root of the verified head of size 2.
          anEntryWhileAWitnessedHeadComes        | Not checked: The path leads to the root of a head of size 3 that the log
          aTextThatTurnsAround                   | true, a\\u2066b
          aSlowFileAndAFolder                    | Taken: fast, 1 bytes, Not taken, it is a folder or cannot be read: folder, 1 bytes
          aDamagedStorage                        | true,,true,,true,, damaged
          anEntryByItsLeafHash                   | 7, Not found: the server names entry 7, which has another leaf hash
          aFullStorage                           | fork, after
          """)
  void itConcludes(String scenario, String conclusion) {
    Object concluded =
        page.evaluate(
            "async ([scenario]) => (await import('/watching.js')).run(scenario)",
            List.of(scenario));
    assertEquals(conclusion, concluded);
  }
}
