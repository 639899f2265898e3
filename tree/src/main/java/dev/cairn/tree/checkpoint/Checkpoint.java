package dev.cairn.tree.checkpoint;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import java.util.List;

/**
 * A log's statement of its tree head (C2SP tlog-checkpoint), not signed by itself.
 *
 * @param origin the log's name, an opaque line: compared as it is, without Unicode normalisation
 * @param head the tree's size and root hash
 * @param extensions further lines, opaque and best left out; none is empty
 */
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
  private static final int FIXED_LINES = 3;

  /**
   * A checkpoint of these parts.
   *
   * @throws IllegalArgumentException if the origin or an extension is not a line ({@link
   *     CanonicalText#isLine})
   */
  public Checkpoint {
    extensions = List.copyOf(extensions);
    if (!CanonicalText.isLine(origin)) {
      throw new IllegalArgumentException("a checkpoint's origin is one line of text");
    }
    if (!extensions.stream().allMatch(CanonicalText::isLine)) {
      throw new IllegalArgumentException("a checkpoint's extension is one line of text");
    }
  }

  /** A checkpoint without extensions. */
  public Checkpoint(String origin, TreeHead head) {
    this(origin, head, List.of());
  }

  /**
   * Parses the text of a note: origin, tree size, root hash and extensions, a line each. {@link
   * #text} of the result gives the same text.
   *
   * @throws MalformedException if the text is of another form, or the size is 0 and the root is not
   *     that of no leaves
   */
  public static Checkpoint parse(String text) throws MalformedException {
    if (text.length() > SignedNote.MAX_BYTES) {
      throw new MalformedException("checkpoint is larger than a note can be");
    }
    if (!text.endsWith("\n")) {
      throw new MalformedException("checkpoint does not end with a newline");
    }
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    if (lines.contains("")) {
      throw new MalformedException("checkpoint has an empty line");
    }
    if (!lines.stream().allMatch(CanonicalText::isLine)) {
      throw new MalformedException("checkpoint has a control character or is not valid Unicode");
    }
    if (lines.size() < FIXED_LINES) {
      throw new MalformedException("checkpoint has fewer than three lines");
    }
    long size = CanonicalText.parseDecimal("tree size", lines.get(1));
    Hash root = Hash.parseBase64(lines.get(2));
    if (size == 0 && !root.equals(TreeHasher.EMPTY_ROOT)) {
      throw new MalformedException("checkpoint has size 0 and the root of a tree with leaves");
    }
    return new Checkpoint(
        lines.getFirst(), new TreeHead(size, root), lines.subList(FIXED_LINES, lines.size()));
  }

  /** The note text: every line ends in a newline. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(origin).append('\n');
    text.append(head.size()).append('\n');
    text.append(head.root().toBase64()).append('\n');
    for (String extension : extensions) {
      text.append(extension).append('\n');
    }
    return text.toString();
  }
}
