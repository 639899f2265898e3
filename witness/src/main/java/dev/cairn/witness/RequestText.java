package dev.cairn.witness;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The form that the bodies of C2SP tlog-witness share: a first line, hashes, an empty line, a
 * signed note.
 *
 * @param first what follows the first line's first word
 * @param hashes the lines of one hash each
 * @param note the signed note as text
 */
record RequestText(String first, List<Hash> hashes, String note) {

  /**
   * Parses a body.
   *
   * @param word the first line's first word, with the space after it
   * @param line names the first line in messages
   * @param maxHashes the most hashes that there may be
   */
  static RequestText parse(byte[] body, String word, String line, int maxHashes)
      throws MalformedException {
    if (body.length > AddCheckpointRequest.MAX_BYTES) {
      throw AddCheckpointRequest.tooLarge();
    }
    String text = CanonicalText.parseUtf8("request", body);
    if (!text.startsWith(word)) {
      throw new MalformedException("request does not start with " + line);
    }
    int blankLine = text.indexOf("\n\n");
    if (blankLine < 0) {
      throw new MalformedException("request has no empty line before its checkpoint");
    }
    // One piece more than the lines there can be: the first, hashes.
    String[] lines = text.substring(0, blankLine).split("\n", 1 + maxHashes + 1);
    if (lines.length > 1 + maxHashes) {
      throw tooManyHashes();
    }
    List<Hash> hashes = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      hashes.add(Hash.parseBase64(lines[i]));
    }
    return new RequestText(
        lines[0].substring(word.length()), hashes, text.substring(blankLine + 2));
  }

  /** The note in UTF-8. */
  byte[] noteBytes() {
    return note.getBytes(StandardCharsets.UTF_8);
  }

  static MalformedException tooManyHashes() {
    return new MalformedException(
        "request has more than " + AddCheckpointRequest.MAX_HASHES + " hashes");
  }
}
