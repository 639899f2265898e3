package dev.cairn.client.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.LogException;
import dev.cairn.client.tiles.TiledLog;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameHeadTest {
  @TempDir Path temp;
  private final TiledLog log = new TiledLog("entry", 300);
  private final SignedCheckpoint bare = log.checkpoint();

  @Test
  void keepsTheWitnessesOfBoth() throws Exception {
    log.write(temp.resolve("log"));
    try (TilesFolder folder = TilesFolder.open(temp.resolve("copy"));
        TiledLogReader reader =
            TiledLogReader.open(new TilesLocation.Folder(temp.resolve("log")))) {
      Mirror mirror = new Mirror(folder, reader, CopyLimits.DEFAULT, (_, _) -> {});
      assertTrue(mirror.moveTo(bare.with(List.of(line(1), line(2)))).hasMoved());
      assertFalse(mirror.moveTo(bare).hasMoved());
      assertSigners(folder, line(1), line(2));
      assertTrue(mirror.moveTo(bare.with(List.of(line(3)))).hasMoved());
      assertSigners(folder, line(1), line(2), line(3));
      assertFalse(mirror.moveTo(bare.with(List.of(line(2), line(1)))).hasMoved());
      log.grow(301);
      log.write(temp.resolve("log"));
      var _ = mirror.moveTo(log.checkpoint());
      assertEquals(1, folder.checkpoint(log.vkey()).orElseThrow().note().signatures().size());
    }
  }

  @Test
  void takesASignersNewerLine() {
    NoteSignature newer = new NoteSignature("witness", 1, new byte[] {9});
    SignedCheckpoint union =
        SameHead.union(bare.with(List.of(line(1), line(2))), bare.with(List.of(newer)));
    assertEquals(bare.with(List.of(newer, line(2))), union);
  }

  @Test
  void staysWithinWhatCanBeReadAgain() throws Exception {
    List<NoteSignature> many = new ArrayList<>();
    for (int i = 0; i < SignedNote.MAX_SIGNATURES - 1; i++) {
      many.add(line(i));
    }
    SignedCheckpoint full = bare.with(many);
    assertEquals(
        bare.with(List.of(line(200))).with(many.subList(0, 98)),
        SameHead.union(full, bare.with(List.of(line(200)))));
    assertSame(full, SameHead.union(full, bare));
    NoteSignature large = new NoteSignature("witness", 1, new byte[200_000]);
    NoteSignature other = new NoteSignature("witness", 2, new byte[200_000]);
    SignedCheckpoint union = SameHead.union(bare.with(List.of(large)), bare.with(List.of(other)));
    assertEquals(bare.with(List.of(other)), union);
  }

  private static NoteSignature line(int keyId) {
    return new NoteSignature("witness", keyId, new byte[] {1, 2, 3});
  }

  private void assertSigners(TilesFolder folder, NoteSignature... wanted) throws LogException {
    List<NoteSignature> found =
        new ArrayList<>(folder.checkpoint(log.vkey()).orElseThrow().note().signatures());
    assertTrue(found.removeAll(bare.note().signatures()));
    assertEquals(wanted.length, found.size());
    assertEquals(Set.of(wanted), Set.copyOf(found));
  }
}
