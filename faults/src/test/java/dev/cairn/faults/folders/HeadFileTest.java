package dev.cairn.faults.folders;

import static dev.cairn.faults.folders.Refusals.append;
import static dev.cairn.faults.folders.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.faults.Cli;
import dev.cairn.faults.Folders;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose newest head is remembered on another volume; it has no witnesses. */
final class HeadFileTest {
  @TempDir Path temp;
  private Path data;
  private Path headFile;
  private VerifierKey key;
  private Ledger ledger;

  @BeforeEach
  void make() throws Exception {
    data = temp.resolve("log");
    headFile = temp.resolve("log.head");
    key = Cli.init(data, "--head-file", headFile.toString());
    ledger = new Ledger(temp.resolve("ledger"));
  }

  @AfterEach
  void nothingWasContradicted() throws Exception {
    ledger.close();
    assertEquals(List.of(), ledger.violations());
  }

  private Launch launch(Path folder) {
    return Launch.of(folder).with("--head-file", headFile.toString());
  }

  @Test
  void aFolderOfAnEarlierDayIsRefused() throws Exception {
    try (ServerProcess server = launch(data).start()) {
      append(server, key, ledger, "a", 3);
      assertEquals(0, server.terminate());
    }
    Path earlier = temp.resolve("earlier");
    Folders.copy(data, earlier);
    try (ServerProcess server = launch(data).start()) {
      append(server, key, ledger, "b", 3);
      server.kill();
    }
    Path newest = temp.resolve("newest");
    Folders.copy(data, newest);
    Folders.delete(data);
    Folders.copy(earlier, data);
    String refusal = refusal(launch(data));
    assertTrue(
        refusal.contains("in its head file a checkpoint of 6: it is an older copy"), refusal);
    try (ServerProcess server = launch(newest).start()) {
      append(server, key, ledger, "c", 3);
      new Holder(key, ledger).check(server);
      assertEquals(0, server.terminate());
    }
    Told.promised(
        "a folder of an earlier day is refused when its head file remembers more",
        "refused: its head file has a checkpoint of 6; the newest folder went on");
  }

  @Test
  void aCopyBesideTheRunningOneIsRefused() throws Exception {
    Path copy = temp.resolve("copy");
    Folders.copy(data, copy);
    try (ServerProcess server = launch(data).start()) {
      String refusal = refusal(launch(copy));
      assertTrue(refusal.contains("head file cannot be used"), refusal);
      assertTrue(refusal.contains("in use by another process"), refusal);
      append(server, key, ledger, "a", 3);
      new Holder(key, ledger).check(server);
      assertEquals(0, server.terminate());
    }
    Told.promised(
        "a copy served beside the running log with its head file is refused",
        "refused: in use by another process; the first went on");
  }

  @Test
  void withoutItsHeadFileALogIsRefused() throws Exception {
    try (ServerProcess server = launch(data).start()) {
      append(server, key, ledger, "a", 3);
      assertEquals(0, server.terminate());
    }
    Path elsewhere = temp.resolve("elsewhere.head");
    var _ = Files.move(headFile, elsewhere);
    String refusal = refusal(launch(data));
    assertTrue(refusal.contains("the head file " + headFile + " is missing; mount"), refusal);
    assertTrue(refusal.contains("cairn remember"), refusal);
    var _ = Files.move(elsewhere, headFile);
    try (ServerProcess server = launch(data).start()) {
      append(server, key, ledger, "b", 3);
      new Holder(key, ledger).check(server);
      assertEquals(0, server.terminate());
    }
    Told.promised("a log whose head file is missing is refused", "refused, with what to do");
  }
}
