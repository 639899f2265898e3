package dev.cairn.witness.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  private static final String A = WitnessConfigTest.A;
  private static final String B = WitnessConfigTest.B;
  private static final String OTHER_A =
      "log.example/a+f13cc241+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR";
  private static final String LISTS = "log_lists = [\"list\"]\n";

  @TempDir Path folder;
  private Path file;
  private Path list;
  private long writes;
  private final Heard heard = new Heard();

  private static final class Heard implements ConfigListener {
    private final List<Configuration> changes = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    @Override
    public void changed(Configuration before, Configuration now) {
      changes.add(now);
    }

    @Override
    public void failed(ConfigException error) {
      errors.add(String.valueOf(error.getMessage()));
    }
  }

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("witness.toml");
    list = folder.resolve("list");
    write(file, LISTS + log(A));
    write(list, "logs/v0\n");
  }

  private static String log(String vkey) {
    return "[[logs]]\nvkey = \"" + vkey + "\"\n";
  }

  private static String listed(String vkey) {
    return "vkey " + vkey + "\nqpd 1\ncontact x\n";
  }

  /** Each time with another time of modification, as if seconds lay between. */
  private void write(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000 + 1_000 * writes++));
  }

  private static List<String> keys(Configuration configuration) {
    return configuration.keys().stream().map(VerifierKey::toString).toList();
  }

  @Test
  void filesThatStayAreNotReadAgain() throws Exception {
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      watch.check(heard);
      watch.check(heard);
      assertEquals(List.of(), heard.changes);
      assertEquals(List.of(A), keys(watch.current()));
    }
  }

  @Test
  void additionsToTheFileAreFound() throws Exception {
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      write(file, LISTS + log(A) + log(B));
      watch.check(heard);
      assertEquals(List.of(A, B), keys(watch.current()));
      assertEquals(1, heard.changes.size());
    }
  }

  @Test
  void additionsToAListAreFound() throws Exception {
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      write(list, "logs/v0\n" + listed(B));
      watch.check(heard);
      assertEquals(List.of(A, B), keys(watch.current()));
    }
  }

  @Test
  void aFileThatIsReplacedIsFound() throws Exception {
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      Path next = folder.resolve("next");
      Files.writeString(next, LISTS + log(B));
      Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
      assertEquals(Files.size(file), Files.size(next), "same looks but for the file itself");
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      watch.check(heard);
      assertEquals(List.of(B), keys(watch.current()));
    }
  }

  @Test
  void anErrorIsToldOnceAndTheLastGoodOneStays() throws Exception {
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      write(file, LISTS + log(A) + log("x"));
      write(list, "logs/v0\n" + listed(B));
      watch.check(heard);
      watch.check(heard);
      assertEquals(1, heard.errors.size());
      assertTrue(
          heard.errors.getFirst().startsWith(file + ", line 5: vkey"), heard.errors::toString);
      assertEquals(List.of(A, B), keys(watch.current()), "the good file's change is applied");
      write(file, LISTS + log("y"));
      watch.check(heard);
      assertEquals(2, heard.errors.size(), "another change, another message");
      write(file, LISTS);
      watch.check(heard);
      assertEquals(List.of(B), keys(watch.current()));
      assertEquals(2, heard.errors.size());
    }
  }

  @Test
  void aListWithAnErrorOrWithoutAFileKeepsItsLastLogs() throws Exception {
    write(list, "logs/v0\n" + listed(B));
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      write(list, "logs/v0\nvkey\n");
      watch.check(heard);
      assertEquals(List.of(list + ", line 2: vkey has no value"), heard.errors);
      Files.delete(list);
      watch.check(heard);
      watch.check(heard);
      assertEquals(2, heard.errors.size());
      assertEquals(List.of(A, B), keys(watch.current()));
      assertEquals(List.of(), heard.changes);
    }
  }

  @Test
  void aNewListIsReadAtOnce() throws Exception {
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      write(folder.resolve("second"), "logs/v0\n" + listed(B));
      write(file, "log_lists = [\"list\", \"second\"]\n" + log(A));
      watch.check(heard);
      assertEquals(List.of(A, B), keys(watch.current()));
    }
  }

  @Test
  void theFilesKeyStaysWhateverAListSays() throws Exception {
    write(list, "logs/v0\n" + listed(OTHER_A));
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      assertEquals(List.of(A), keys(watch.current()));
      assertEquals(
          List.of(
              list
                  + ": log log.example/a has another key than the one configured before,"
                  + " which stays"),
          watch.current().warnings());
    }
  }

  @Test
  void onStartAnyErrorIsFatal() throws Exception {
    write(list, "logs/v1\n");
    ConfigException error = assertThrows(ConfigException.class, () -> ConfigWatch.open(file));
    assertEquals(list + ", line 1: expected logs/v0, not logs/v1", error.getMessage());
    Files.delete(list);
    assertThrows(ConfigException.class, () -> ConfigWatch.open(file));
  }

  @Test
  void looksByItselfAndSurvivesAListenerThatThrows() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      write(file, LISTS + log(A) + log(B));
      watch.start(
          new ConfigListener() {
            @Override
            public void changed(Configuration before, Configuration now) {
              twice.countDown();
              if (twice.getCount() == 1) {
                rewrite();
                throw new IllegalStateException("for the test");
              }
            }

            @Override
            public void failed(ConfigException error) {
              throw new AssertionError(error);
            }
          },
          Duration.ofMillis(5));
      assertTrue(twice.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void whatCouldNotBeAppliedIsTriedAgainUntilItIs() throws Exception {
    List<List<String>> tries = new ArrayList<>();
    try (ConfigWatch watch = ConfigWatch.open(file)) {
      write(file, LISTS + log(A) + log(B));
      ConfigListener full =
          new ConfigListener() {
            @Override
            public void changed(Configuration before, Configuration now) {
              tries.add(keys(before));
              throw new IllegalStateException("for the test");
            }

            @Override
            public void failed(ConfigException error) {
              throw new AssertionError(error);
            }
          };
      assertThrows(IllegalStateException.class, () -> watch.check(full));
      assertThrows(IllegalStateException.class, () -> watch.check(full));
      assertEquals(List.of(List.of(A), List.of(A)), tries);
      watch.check(heard);
      watch.check(heard);
      assertEquals(1, heard.changes.size());
      assertEquals(List.of(A, B), keys(heard.changes.getFirst()));
    }
  }

  private void rewrite() {
    try {
      write(file, LISTS + log(B));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
