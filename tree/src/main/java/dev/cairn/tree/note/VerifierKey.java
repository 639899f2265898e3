package dev.cairn.tree.note;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A public key with the name and type it is trusted under: the <em>vkey</em> of C2SP signed-note.
 * Two are equal if name, type and key are.
 */
public final class VerifierKey {
  /** The most characters a vkey may have. */
  public static final int MAX_LENGTH = 8_192;

  private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{8}");

  private final String name;
  private final KeyType type;
  private final Ed25519PublicKey key;
  private final int keyId;

  private VerifierKey(String name, KeyType type, Ed25519PublicKey key) {
    this.name = name;
    this.type = type;
    this.key = key;
    this.keyId = type.keyId(name, key.toBytes());
  }

  /**
   * Parses {@code <name>+<key ID, 8 lowercase hex digits>+<base64 of type and public key>}.
   *
   * @throws MalformedException if the text is not of that form, the type is not supported, the key
   *     is not a valid one of its algorithm (low-order points are refused), or the key ID is not
   *     the one that name, type and key give
   */
  public static VerifierKey parse(String vkey) throws MalformedException {
    if (vkey.length() > MAX_LENGTH) {
      throw new MalformedException("vkey is longer than " + MAX_LENGTH + " characters");
    }
    int first = vkey.indexOf('+');
    int second = vkey.indexOf('+', first + 1);
    if (first < 0 || second < 0) {
      throw new MalformedException("vkey is not of the form <name>+<key ID>+<key>");
    }
    String name = vkey.substring(0, first);
    String hex = vkey.substring(first + 1, second);
    KeyName.check(name);
    if (!KEY_ID.matcher(hex).matches()) {
      throw new MalformedException("vkey's key ID is not 8 lowercase hex digits");
    }
    VerifierKey key =
        parse(name, CanonicalText.parseBase64("vkey's key", vkey.substring(second + 1)));
    if (HexFormat.fromHexDigits(hex) != key.keyId) {
      throw new MalformedException("vkey's key ID does not belong to its name and key");
    }
    return key;
  }

  private static VerifierKey parse(String name, byte[] typeAndKey) throws MalformedException {
    if (typeAndKey.length == 0) {
      throw new MalformedException("vkey's key is empty");
    }
    KeyType type = KeyType.of(Byte.toUnsignedInt(typeAndKey[0]));
    byte[] publicKey = new byte[typeAndKey.length - 1];
    System.arraycopy(typeAndKey, 1, publicKey, 0, publicKey.length);
    return of(name, type, publicKey);
  }

  /**
   * The key of these bytes, for formats that have no vkey.
   *
   * @param publicKey as {@link #publicKey}
   * @throws MalformedException if {@link KeyName#check} refuses the name, or the key is not a valid
   *     one of its algorithm
   */
  public static VerifierKey of(String name, KeyType type, byte[] publicKey)
      throws MalformedException {
    KeyName.check(name);
    return new VerifierKey(name, type, Ed25519PublicKey.parse(publicKey));
  }

  /**
   * The same public key under another name and type, and so with another key ID.
   *
   * @throws IllegalArgumentException if {@link KeyName#check} refuses the name
   */
  public VerifierKey as(String otherName, KeyType otherType) {
    KeyName.require(otherName);
    return new VerifierKey(otherName, otherType, key);
  }

  /** The key's name; a log's is its origin. */
  public String name() {
    return name;
  }

  /** The first four bytes of the hash of name, type and key, as a big-endian number. */
  public int keyId() {
    return keyId;
  }

  /** What the key signs, and how. */
  public KeyType type() {
    return type;
  }

  /** The public key as its algorithm encodes it, without the type: 32 bytes for Ed25519. */
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
      throw new IllegalArgumentException("key " + this + " does not sign plain notes");
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
    return name
        + "+"
        + HexFormat.of().toHexDigits(keyId)
        + "+"
        + Base64.getEncoder().encodeToString(typeAndKey);
  }
}
