package dev.cairn.faults.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.faults.CairnJvm;
import dev.cairn.faults.Cli;
import dev.cairn.faults.FolderHolder;
import dev.cairn.faults.FolderImage;
import dev.cairn.faults.Folders;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.Machine;
import dev.cairn.faults.Scale;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.faults.Tools;
import dev.cairn.faults.Writers;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One recording of a log's life: made, served, killed, served again, stopped, served. Then what the
 * power would have left at any moment of it.
 */
final class PowerLossTest {
  private static final int IMAGES = Scale.count("images", 300, 10_000);
  private static final int CONTROL_IMAGES = Scale.count("control-images", 30, 1_000);
  private static final int WRITERS = 4;
  private static final int MILLIS = 400;

  @TempDir static Path temp;
  private static Path root;
  private static Path data;
  private static Ledger ledger;
  private static long madeMicros;
  // One list for each process.
  private static final List<List<Recording.Event>> RECORDING = new ArrayList<>();

  @BeforeAll
  static void record() throws Exception {
    Tools.require("strace");
    root = Files.createDirectory(temp.toRealPath().resolve("root"));
    data = root.resolve("log");
    ledger = new Ledger(temp.resolve("ledger"));
    VerifierKey key = recordInit();
    serve(key, "killed", true);
    serve(key, "stopped", false);
    serve(key, "last", true);
  }

  @AfterAll
  static void close() throws Exception {
    ledger.close();
  }

  private static VerifierKey recordInit() throws Exception {
    Path trace = temp.resolve("init.trace");
    List<String> command = new ArrayList<>(Recording.strace(trace));
    command.addAll(CairnJvm.command());
    command.addAll(List.of("init", "--data", data.toString(), "--origin", Cli.ORIGIN));
    Process init =
        new ProcessBuilder(command).redirectError(temp.resolve("init.err").toFile()).start();
    VerifierKey key = VerifierKey.parse(init.inputReader().readLine());
    madeMicros = micros(Instant.now());
    assertEquals(0, init.waitFor());
    RECORDING.add(Recording.read(trace, root));
    return key;
  }

  private static void serve(VerifierKey key, String name, boolean kill) throws Exception {
    Path trace = temp.resolve(name + ".trace");
    Launch launch = Launch.of(data).under(Recording.strace(trace));
    try (ServerProcess server = launch.start();
        Writers writers = Writers.start(server, key, ledger, WRITERS, name)) {
      writers.awaitUnderWay();
      Thread.sleep(MILLIS);
      if (kill) {
        server.kill();
      } else {
        assertEquals(0, server.terminate());
      }
      writers.join();
    }
    RECORDING.add(Recording.read(trace, root));
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  @Test
  void whatWasAcknowledgedSurvivesTheLossOfPower() throws Exception {
    long seed = Scale.seed("power loss");
    Outcome outcome = cut(seed, IMAGES, _ -> false);
    Told.promised(
        "power loss: every image opens, has all that was acknowledged, and is sound",
        "%,d images at as many moments of %,d calls, %,d acknowledged entries: %,d violations %s"
            .formatted(
                outcome.images, calls(), ledger.acknowledged().size(), outcome.count(), outcome));
    assertTrue(outcome.images >= IMAGES, "only " + outcome.images + " images");
    assertEquals(0, outcome.count(), outcome.toString());
  }

  /** As MDB_NOSYNC would do it. */
  @Test
  void withoutTheStoresSyncsEntriesAreLost() throws Exception {
    Outcome outcome =
        cut(Scale.seed("no sync of the store"), CONTROL_IMAGES, path -> path.endsWith("/data.mdb"));
    Told.promised(
        "nothing, if the store does not sync: the test has to show it",
        "%,d of %,d images bad".formatted(outcome.count(), outcome.images));
    assertTrue(outcome.count() > 0, "the loss of power is not felt");
  }

  @Test
  void withoutTheJournalsSyncsEntriesAreLost() throws Exception {
    Outcome outcome =
        cut(
            Scale.seed("no sync of the journal"),
            CONTROL_IMAGES,
            path -> path.endsWith("/journal"));
    Told.promised(
        "nothing, if the journal does not sync: the test has to show it",
        "%,d of %,d images bad".formatted(outcome.count(), outcome.images));
    assertTrue(outcome.count() > 0, "the loss of power is not felt");
  }

  private static int calls() {
    return RECORDING.stream().mapToInt(List::size).sum();
  }

  /** How many images there were, and what was wrong with how many. */
  private static final class Outcome {
    private int images;
    private final Map<String, Integer> violations = new TreeMap<>();

    int count() {
      return violations.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
      return violations.toString();
    }
  }

  /** Cuts the power at random moments, and looks at what is left. */
  private Outcome cut(long seed, int wanted, Predicate<String> ignored) throws Exception {
    Path place = Machine.fastFolder(temp);
    Path folder = place.resolve("image");
    Outcome outcome = new Outcome();
    int[] processes = {0};
    // The log itself was made as it should be.
    Disk disk = new Disk(root.toString(), path -> processes[0] > 0 && ignored.test(path));
    Replay replay = new Replay(disk);
    long all = calls();
    long seen = 0;
    Random random = new Random(seed);
    try (FolderHolder check = new FolderHolder(ledger)) {
      for (List<Recording.Event> process : RECORDING) {
        for (Recording.Event event : process) {
          seen++;
          while (outcome.images < wanted * seen / all) {
            look(disk.image(random), folder, event.micros(), check, outcome);
          }
          replay.next(event);
        }
        replay.ended();
        processes[0]++;
      }
      look(disk.image(random), folder, Long.MAX_VALUE, check, outcome);
    } finally {
      Folders.delete(place);
    }
    return outcome;
  }

  private static void look(
      FolderImage image, Path folder, long micros, FolderHolder check, Outcome outcome)
      throws Exception {
    outcome.images++;
    image.writeTo(folder);
    if (!image.has("log/log.json") && micros <= madeMicros) {
      return; // there is no log yet
    }
    Optional<String> violation = check.violation(folder.resolve("log"), micros);
    if (violation.isPresent() && micros > madeMicros) {
      outcome.violations.merge(violation.get().replaceAll("[0-9]+", "N"), 1, Integer::sum);
      if (outcome.violations.size() == 1 && outcome.count() == 1) {
        System.out.println("first violation: image " + outcome.images + ": " + violation.get());
      }
    }
  }
}
