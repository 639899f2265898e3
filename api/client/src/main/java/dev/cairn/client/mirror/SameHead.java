package dev.cairn.client.mirror;

import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Puts together what is known of one head, so that no witness of it is forgotten. */
final class SameHead {
  private SameHead() {}

  /**
   * The newer checkpoint with the lines of those signers that only the stored one has, as far as
   * there is room; the stored one if it has every line of both. A signer's newer line replaces the
   * older one, so that a bad one does not stay once a good one is seen.
   *
   * <p>Checkpoints of different texts have nothing in common: the newer one is taken then.
   */
  static SignedCheckpoint union(SignedCheckpoint stored, SignedCheckpoint newer) {
    if (!stored.note().text().equals(newer.note().text())) {
      return newer;
    }
    List<NoteSignature> newLines = newer.note().signatures();
    List<NoteSignature> added = new ArrayList<>();
    int count = newLines.size();
    long bytes = newer.toBytes().length;
    for (NoteSignature line : stored.note().signatures()) {
      boolean isKnown = newLines.stream().anyMatch(each -> isOfOneSigner(each, line));
      long length = line.toString().getBytes(StandardCharsets.UTF_8).length + 1L;
      boolean hasRoom =
          count < SignedNote.MAX_SIGNATURES
              && bytes + length <= TiledLogReader.MAX_CHECKPOINT_BYTES;
      if (!isKnown && hasRoom) {
        added.add(line);
        count++;
        bytes += length;
      }
    }
    SignedCheckpoint union = added.isEmpty() ? newer : newer.with(added);
    return hasSameLines(union, stored) ? stored : union;
  }

  private static boolean isOfOneSigner(NoteSignature one, NoteSignature other) {
    return one.keyId() == other.keyId() && one.name().equals(other.name());
  }

  private static boolean hasSameLines(SignedCheckpoint one, SignedCheckpoint other) {
    List<NoteSignature> lines = one.note().signatures();
    List<NoteSignature> others = other.note().signatures();
    return lines.size() == others.size() && new HashSet<>(lines).equals(new HashSet<>(others));
  }
}
