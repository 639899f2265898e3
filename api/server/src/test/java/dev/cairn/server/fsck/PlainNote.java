package dev.cairn.server.fsck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/** Stands for a signed note: size and root as text, and nothing else. */
public final class PlainNote {
  private PlainNote() {}

  /** A note of that head. */
  public static PublishedCheckpoint of(TreeHead head) {
    String text = head.size() + " " + head.root() + " signed";
    return new PublishedCheckpoint(head.size(), text.getBytes(UTF_8));
  }

  /** The head that a note states. */
  public static TreeHead open(byte[] note) throws MalformedException, VerificationException {
    List<String> parts = List.of(new String(note, UTF_8).split(" "));
    if (parts.size() != 3 || !parts.getFirst().matches("0|[1-9][0-9]{0,17}")) {
      throw new MalformedException("a note has size, root and signature");
    }
    if (!parts.get(2).equals("signed")) {
      throw new VerificationException("the signature is wrong");
    }
    return new TreeHead(Long.parseLong(parts.getFirst()), Hash.parseHex(parts.get(1)));
  }
}
