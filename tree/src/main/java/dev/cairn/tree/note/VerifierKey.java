package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A public key with the name and type it is trusted under: the <em>vkey</em> of C2SP signed-note.
 * Two are equal if name, type and key are.
 */
public final class VerifierKey {
  /** The most characters a vkey may have. */
  public static final int MAX_LENGTH = 8_192;

  private final String name;
  private final KeyType type;
  private final PublicHalf key;
  private final int keyId;

  private VerifierKey(String name, KeyType type, PublicHalf key) {
    this.name = name;
    this.type = type;
    this.key = key;
    this.keyId = type.keyId(name, key.toBytes());
  }

  /**
   * Parses {@code <name>+<key ID, 8 lowercase hex digits>+<base64 of type and public key>}.
   *
   * @throws MalformedException if the text is not of that form, the type is not supported, the key
   *     is not a valid one of its algorithm (low-order points are refused), the name is too long
   *     for the type, or the key ID is not the one that name, type and key give
   */
  public static VerifierKey parse(String vkey) throws MalformedException {
    return UncheckedKey.parse(vkey).check();
  }

  /**
   * The key of these bytes, for formats that have no vkey.
   *
   * @param publicKey as {@link #publicKey}
   * @throws MalformedException if {@link KeyName#check} refuses the name, it is too long for the
   *     type, or the key is not a valid one of its algorithm
   */
  public static VerifierKey of(String name, KeyType type, byte[] publicKey)
      throws MalformedException {
    type.checkName(name);
    return new VerifierKey(name, type, type.publicHalf(publicKey));
  }

  /**
   * The same public key under another name, and so with another key ID.
   *
   * @throws IllegalArgumentException if {@link KeyName#check} refuses the name, or it is too long
   *     for the type
   */
  public VerifierKey as(String otherName) {
    try {
      type.checkName(otherName);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return new VerifierKey(otherName, type, key);
  }

  /** The key's name; a log's is its origin. */
  public String name() {
    return name;
  }

  /** The first four bytes of the hash of name, type and key, as a big-endian number. */
  public int keyId() {
    return keyId;
  }

  /** Name and key ID, {@code <name>+<8 hex digits>}: what tells keys apart in a message. */
  public String identity() {
    return name + "+" + HexFormat.of().toHexDigits(keyId);
  }

  /** What the key signs, and how. */
  public KeyType type() {
    return type;
  }

  /**
   * The public key as its algorithm encodes it, without the type: 32 bytes for Ed25519, 1,312 for
   * ML-DSA-44.
   */
  public byte[] publicKey() {
    return key.toBytes();
  }

  /** Whether both are the same public key, be it under other names or types. */
  public boolean hasSameKeyAs(VerifierKey other) {
    return key.equals(other.key);
  }

  /**
   * Whether a signature of this key's algorithm fits exactly these bytes. What the bytes are is the
   * type's matter: {@link #verifier} and the checkpoint package know.
   *
   * @return false for every signature that does not fit, of whatever length
   */
  public boolean verify(byte[] message, byte[] signature) {
    return key.verify(message, signature);
  }

  /**
   * A verifier of signatures over the note's text itself.
   *
   * @throws IllegalArgumentException if the key is not of type {@link KeyType#ED25519}: a
   *     cosignature key signs more than the text
   */
  public NoteVerifier verifier() {
    if (type != KeyType.ED25519) {
      throw new IllegalArgumentException("key " + identity() + " does not sign plain notes");
    }
    return new TextVerifier(this);
  }

  private record TextVerifier(VerifierKey key) implements NoteVerifier {
    @Override
    public boolean verify(byte[] text, byte[] signature) {
      return key.verify(text, signature);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifierKey that
        && name.equals(that.name)
        && type == that.type
        && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return keyId;
  }

  /** The vkey text that {@link #parse} reads. */
  @Override
  public String toString() {
    byte[] publicKey = key.toBytes();
    byte[] typeAndKey = new byte[1 + publicKey.length];
    typeAndKey[0] = (byte) type.code();
    System.arraycopy(publicKey, 0, typeAndKey, 1, publicKey.length);
    return identity() + "+" + Base64.getEncoder().encodeToString(typeAndKey);
  }
}
