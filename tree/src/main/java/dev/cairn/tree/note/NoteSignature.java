package dev.cairn.tree.note;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One signature line of a note: who claims to have signed, and the signature. */
public final class NoteSignature {
  private static final String PREFIX = "\u2014 ";

  private final String name;
  private final int keyId;
  private final byte[] signature;

  /**
   * A signature under a key's name and ID.
   *
   * @param signature the bytes after the key ID, at least one
   * @throws IllegalArgumentException if {@link KeyName#check} refuses the name, or the signature is
   *     empty
   */
  public NoteSignature(String name, int keyId, byte[] signature) {
    KeyName.require(name);
    if (signature.length == 0) {
      throw new IllegalArgumentException("a note signature has at least one byte");
    }
    this.name = name;
    this.keyId = keyId;
    this.signature = signature.clone();
  }

  /**
   * Parses one line, without its newline: em dash, space, key name, space, base64 of the key ID and
   * the signature.
   */
  public static NoteSignature parse(String line) throws MalformedException {
    if (!line.startsWith(PREFIX)) {
      throw new MalformedException("signature line does not start with an em dash and a space");
    }
    int space = line.indexOf(' ', PREFIX.length());
    if (space < 0) {
      throw new MalformedException("signature line has no signature after the key name");
    }
    String name = line.substring(PREFIX.length(), space);
    KeyName.check(name);
    ByteBuffer blob =
        ByteBuffer.wrap(CanonicalText.parseBase64("signature", line.substring(space + 1)));
    if (blob.remaining() <= Integer.BYTES) {
      throw new MalformedException("signature has fewer than 5 bytes");
    }
    int keyId = blob.getInt();
    byte[] signature = new byte[blob.remaining()];
    blob.get(signature);
    return new NoteSignature(name, keyId, signature);
  }

  /** The key's name. */
  public String name() {
    return name;
  }

  /** The key's ID, a big-endian number. */
  public int keyId() {
    return keyId;
  }

  /** The bytes after the key ID; the key's type says what they are. */
  public byte[] signature() {
    return signature.clone();
  }

  /** Whether the line claims to be by this key: same name and same key ID. Nothing is verified. */
  public boolean claims(VerifierKey key) {
    return keyId == key.keyId() && name.equals(key.name());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NoteSignature that
        && keyId == that.keyId
        && name.equals(that.name)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * keyId + Arrays.hashCode(signature);
  }

  /** The line that {@link #parse} reads, without a newline. */
  @Override
  public String toString() {
    byte[] blob =
        ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array();
    return PREFIX + name + " " + Base64.getEncoder().encodeToString(blob);
  }
}
