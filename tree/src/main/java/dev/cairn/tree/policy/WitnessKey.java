package dev.cairn.tree.policy;

import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.VerifierKey;
import java.util.HexFormat;

/** What a policy file knows of a witness's key. */
sealed interface WitnessKey {
  /** The key that a line would have to verify under; the line need not be by it. */
  VerifierKey under(NoteSignature line);

  /** The public key, under whatever name. */
  VerifierKey key();

  /** A key with the name that the witness signs under, written as a vkey. */
  record Named(VerifierKey key) implements WitnessKey {
    @Override
    public VerifierKey under(NoteSignature line) {
      return key;
    }

    @Override
    public String toString() {
      return key.toString();
    }
  }

  /** An Ed25519 key that may sign under any name, written as 64 hex digits. */
  record Nameless(VerifierKey key) implements WitnessKey {
    @Override
    public VerifierKey under(NoteSignature line) {
      return key.as(line.name());
    }

    @Override
    public String toString() {
      return HexFormat.of().formatHex(key.publicKey());
    }
  }
}
