package dev.cairn.client.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditPlan;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.client.audit.Auditor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnyByteTest {
  @TempDir Path temp;

  /** Any bit, of any byte, of any file; of the larger files, a sample. */
  @Test
  void anAuditOfTheEntriesNoticesAnyByteThatChanged() throws Exception {
    TiledLog log = new TiledLog("entry", 300);
    Path folder = temp.resolve("log");
    log.write(folder);
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    assertEquals(6, files.size(), "a checkpoint, three tiles, two bundles");
    audit(folder, log);
    Random random = new Random(4);
    for (Path file : files) {
      byte[] truth = Files.readAllBytes(file);
      // A step of 29 comes to all places within a hash, and within an entry.
      int step = truth.length > 1_000 ? 29 : 1;
      for (int at = 0; at < truth.length; at += step) {
        byte[] flipped = truth.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, flipped);
        assertThrows(CheckFailedException.class, () -> audit(folder, log), file + " at byte " + at);
      }
      Files.write(file, truth);
    }
    audit(folder, log);
  }

  private void audit(Path folder, TiledLog log) throws LogException, IOException {
    TilesLocation location = new TilesLocation.Folder(folder);
    try (LogClient client = LogClient.openTiles(TiledClientTest.config(location, log))) {
      AuditPlan plan = AuditPlan.of(temp.resolve("evidence")).withEntries(new HeapMemory());
      AuditOutcome outcome = new Auditor(client, plan, AuditProgress.NONE).once();
      assertEquals(300, ((AuditOutcome.Consistent) outcome).entries());
    }
  }
}
