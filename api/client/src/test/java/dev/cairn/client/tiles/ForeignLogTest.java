package dev.cairn.client.tiles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.LogClient;
import dev.cairn.client.TilesConfig;
import dev.cairn.client.Trust;
import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditPlan;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.client.audit.Auditor;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that somebody else's implementation wrote; see its README. */
class ForeignLogTest {
  private static final long SIZE = 300;

  @TempDir Path temp;

  private static TilesConfig config() throws Exception {
    Path checkpoint =
        Path.of(
            Objects.requireNonNull(
                    ForeignLogTest.class.getResource("/foreign-log/checkpoint"), "the fixture")
                .toURI());
    Path folder = Objects.requireNonNull(checkpoint.getParent());
    VerifierKey key = VerifierKey.parse(Files.readString(folder.resolve("vkey")).strip());
    return TilesConfig.of(new TilesLocation.Folder(folder), new Trust.Pinned(key));
  }

  @Test
  void isReadProvedAndAudited() throws Exception {
    AuditPlan plan = AuditPlan.of(temp).withEntries(new HeapMemory());
    try (LogClient client = LogClient.openTiles(config())) {
      for (long index : new long[] {0, 255, 256, SIZE - 1}) {
        byte[] entry = ("posix entry " + index).getBytes(UTF_8);
        assertArrayEquals(entry, client.get(index).data());
        assertEquals(index, client.inclusion(new TreeHasher().leaf(entry)).index());
      }
      AuditOutcome outcome = new Auditor(client, plan, AuditProgress.NONE).once();
      assertEquals(SIZE, ((AuditOutcome.Consistent) outcome).entries());
    }
  }

  @Test
  void isNotTakenForALogOfAnotherKey() throws Exception {
    Trust other = new Trust.Pinned(new TiledLog("entry", 0).vkey());
    try (LogClient client = LogClient.openTiles(TilesConfig.of(config().location(), other))) {
      assertThrows(CheckFailedException.class, () -> client.get(0));
    }
  }
}
