package dev.cairn.tree.note;

/** Checks the note signatures of one key. */
public interface NoteVerifier {
  /** The key; only signatures with its name and key ID are given to {@link #verify}. */
  VerifierKey key();

  /**
   * Whether a signature is this key's for a note.
   *
   * @param text the note's text in UTF-8, with its final newline
   * @param signature the bytes after the key ID, of any length and content
   * @return false for whatever does not fit; nothing is thrown
   */
  boolean verify(byte[] text, byte[] signature);
}
