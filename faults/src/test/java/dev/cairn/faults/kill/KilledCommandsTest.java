package dev.cairn.faults.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.cairn.client.LogClient;
import dev.cairn.faults.Cli;
import dev.cairn.faults.CliProcess;
import dev.cairn.faults.FolderImage;
import dev.cairn.faults.Folders;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Scale;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.faults.Tools;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of {@code cairn restore} and {@code cairn fsck --repair}, then the same again. */
final class KilledCommandsTest {
  private static final int KILLS = Scale.count("killed-commands", 6, 60);
  private static final int BATCHES = 8;
  private static final int BATCH = 1_000;
  private static final int KILLED = 137;
  private static final int MAX_RENAMES = 20;
  private static final int MAX_FLIPS = 100;
  private static final String STORE = "store/data.mdb";

  @TempDir Path temp;
  private Path data;
  private Path backup;
  private Path words;

  /** What the check says of a log that has everything. */
  private String clean = "";

  private final Map<String, Integer> seen = new TreeMap<>();

  @BeforeEach
  void make() throws Exception {
    data = temp.toRealPath().resolve("log");
    backup = temp.resolve("backup");
    words = temp.resolve("words");
    VerifierKey key = Cli.init(data);
    try (ServerProcess server = Launch.of(data).start();
        LogClient client = server.client(key, Duration.ofSeconds(30))) {
      for (int batch = 0; batch < BATCHES; batch++) {
        var _ = client.appendAll(entries(batch));
      }
      assertEquals(0, server.terminate());
    }
    var _ = Cli.done("backup", "--data", data.toString(), "--to", backup.toString());
    clean = state(data);
    assertTrue(clean.startsWith("clean: 8,000 entries"), clean);
  }

  private static List<byte[]> entries(int batch) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      entries.add("%0200d".formatted(batch * BATCH + i).getBytes(StandardCharsets.US_ASCII));
    }
    return entries;
  }

  /** The last line of a check: what the folder has, and whether it is clean. */
  private static String state(Path folder) {
    Cli fsck = Cli.fsck(folder);
    return fsck.exitCode() == 2
        ? fsck.err().strip()
        : fsck.out().lines().reduce((_, last) -> last).orElse("");
  }

  @Test
  void aRestoreThatIsKilledAtAnyMomentBeginsAnew() throws Exception {
    Path folder = temp.resolve("restored");
    List<String> restore = restore(folder);
    Path begun = folder.resolve("restoring");
    Duration whole = CliProcess.timeAfter(begun, restore, words);
    assertRestored(folder);
    Random random = new Random(Scale.seed("kill -9 of cairn restore"));
    for (int i = 0; i < KILLS; i++) {
      Folders.delete(folder);
      Duration moment = moment(whole, random);
      Cli killed = CliProcess.killAfter(begun, moment, restore, words);
      whole = killed.exitCode() == 0 ? moment : whole; // it takes no longer than that
      restoreAgain(folder, restore, killed);
    }
    told("restore");
  }

  @Test
  void aRestoreThatIsKilledInAnyRenameBeginsAnew() throws Exception {
    Path folder = temp.toRealPath().resolve("restored");
    List<String> restore = restore(folder);
    int renames = 1;
    for (Cli cut = inRename(1, restore); cut.exitCode() != 0; cut = inRename(renames, restore)) {
      restoreAgain(folder, restore, cut);
      Folders.delete(folder);
      renames++;
      assertTrue(renames < MAX_RENAMES, cut.toString());
    }
    assertRestored(folder);
    told("restore, in each rename");
  }

  private List<String> restore(Path folder) {
    return List.of(
        "restore",
        "--from",
        backup.toString(),
        "--data",
        folder.toString(),
        "--key",
        data.resolve("key").toString());
  }

  /** It is no log, or all of it; the same command makes it one, or says that it is. */
  private void restoreAgain(Path folder, List<String> restore, Cli before) {
    String left = Files.exists(folder) ? state(folder) : "nothing";
    boolean isWhole = left.equals(clean);
    if (!isWhole) {
      assertTrue(
          left.equals("nothing")
              || left.contains("run cairn restore again")
              || left.contains("is not a log's data folder"),
          left);
    }
    count(before, isWhole ? "whole" : left.equals("nothing") ? "not begun" : "unfinished");
    Cli again = Cli.run(restore.toArray(String[]::new));
    if (isWhole) {
      assertEquals(2, again.exitCode(), again.out());
      assertTrue(again.err().contains("is not empty"), again.err());
    } else {
      assertEquals(0, again.exitCode(), again.err());
    }
    assertRestored(folder);
  }

  private void assertRestored(Path folder) {
    assertEquals(clean, state(folder));
    assertTrue(Files.exists(folder.resolve("restored")), "it is marked");
  }

  @Test
  void aRepairThatIsKilledAtAnyMomentBeginsAnew() throws Exception {
    long seed = Scale.seed("kill -9 of cairn fsck --repair");
    Random random = new Random(seed);
    FolderImage damaged = damaged(random);
    List<String> repair = repair();
    Path begun = data.resolve("store.repair");
    Duration whole = CliProcess.timeAfter(begun, repair, words);
    assertRepaired();
    for (int i = 0; i < KILLS; i++) {
      damaged.writeTo(data);
      String before = state(data);
      Duration moment = moment(whole, random);
      Cli killed = CliProcess.killAfter(begun, moment, repair, words);
      whole = killed.exitCode() == 0 ? moment : whole; // it takes no longer than that
      repairAgain(before, repair, killed);
    }
    told("fsck --repair");
  }

  @Test
  void aRepairThatIsKilledInAnyRenameGoesOn() throws Exception {
    FolderImage damaged = damaged(new Random(Scale.seed("a flip")));
    String before = state(data);
    List<String> repair = repair();
    int renames = 1;
    for (Cli cut = inRename(1, repair); cut.exitCode() != 0; cut = inRename(renames, repair)) {
      repairAgain(before, repair, cut);
      damaged.writeTo(data);
      renames++;
      assertTrue(renames < MAX_RENAMES, cut.toString());
    }
    assertRepaired();
    assertTrue(renames >= 3, "there are two renames at least: " + renames);
    told("fsck --repair, in each rename");
  }

  private List<String> repair() {
    return List.of("fsck", "--repair", "--data", data.toString(), "--from", backup.toString());
  }

  /** The log with a bit flipped that the check finds; it is in its place. */
  private FolderImage damaged(Random random) throws IOException {
    FolderImage sound = FolderImage.of(data);
    byte[] store = sound.bytes(STORE);
    for (int i = 0; i < MAX_FLIPS; i++) {
      byte[] flipped = store.clone();
      flipped[random.nextInt(store.length)] ^= (byte) (1 << random.nextInt(8));
      FolderImage damaged = sound.with(STORE, flipped);
      damaged.writeTo(data);
      if (Cli.fsck(data).exitCode() == 1) {
        return damaged;
      }
    }
    return fail("no flip is found");
  }

  /** It is as damaged as before, or repaired; the same command repairs it. */
  private void repairAgain(String before, List<String> repair, Cli killed) throws IOException {
    String left = state(data);
    assertTrue(left.equals(before) || left.equals(clean), left);
    count(killed, left.equals(clean) ? "repaired" : "as before");
    Cli again = Cli.run(repair.toArray(String[]::new));
    assertEquals(0, again.exitCode(), again.err());
    assertRepaired();
  }

  private void assertRepaired() throws IOException {
    assertEquals(clean, state(data));
    try (Stream<Path> files = Files.list(data)) {
      List<String> stores =
          files
              .map(each -> String.valueOf(each.getFileName()))
              .filter(name -> name.startsWith("store"))
              .sorted()
              .toList();
      assertEquals(List.of("store", "store.damaged-1"), stores);
    }
  }

  private static Duration moment(Duration whole, Random random) {
    return Duration.ofNanos(random.nextLong(whole.toNanos() + 1));
  }

  /** Runs a command that dies when it is about to make its n-th rename. */
  private Cli inRename(int n, List<String> command) throws Exception {
    Tools.require("strace");
    String calls = "rename,renameat,renameat2";
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-o",
            temp.resolve("trace").toString(),
            "-e",
            "trace=" + calls,
            "-e",
            "signal=none",
            "-e",
            "inject=%s:signal=SIGKILL:when=%d".formatted(calls, n));
    return CliProcess.run(strace, command, words);
  }

  private void count(Cli killed, String left) {
    assertTrue(killed.exitCode() == 0 || killed.exitCode() == KILLED, killed.toString());
    seen.merge((killed.exitCode() == 0 ? "ended, " : "killed, ") + left, 1, Integer::sum);
  }

  private void told(String command) {
    Told.promised(
        "kill -9 of cairn %s: as before or done, and the same again does it".formatted(command),
        "%s; then clean, with everything".formatted(seen));
  }
}
