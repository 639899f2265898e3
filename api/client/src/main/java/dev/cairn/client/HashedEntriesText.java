package dev.cairn.client;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Hashed entries as text: the log's vkey, the subtrees' roots in base64, a line each; a blank line;
 * the signed note of the head.
 */
final class HashedEntriesText {
  private static final int MAX_SUBTREES = 63;

  private HashedEntriesText() {}

  static byte[] format(HashedEntries entries) {
    StringBuilder text = new StringBuilder();
    text.append(entries.head().log()).append('\n');
    entries.subtrees().forEach(root -> text.append(root.toBase64()).append('\n'));
    return text.append('\n').append(entries.head()).toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads them, and verifies all that can be: the head's signature, and that the subtrees are its.
   */
  static HashedEntries parse(byte[] bytes, VerifierKey log)
      throws MalformedException, VerificationException {
    String text = CanonicalText.parseUtf8("it", bytes);
    int blankLine = text.indexOf("\n\n");
    if (blankLine < 0) {
      throw new MalformedException("it has no blank line");
    }
    String[] lines = text.substring(0, blankLine).split("\n", 1 + MAX_SUBTREES);
    if (!lines[0].equals(log.toString())) {
      throw new MalformedException("its first line is not " + log);
    }
    List<Hash> subtrees = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      subtrees.add(Hash.parseBase64(lines[i]));
    }
    byte[] note = text.substring(blankLine + 2).getBytes(StandardCharsets.UTF_8);
    try {
      return new HashedEntries(SignedCheckpoint.open(note, log), subtrees);
    } catch (IllegalArgumentException e) {
      throw new VerificationException(String.valueOf(e.getMessage()));
    }
  }
}
