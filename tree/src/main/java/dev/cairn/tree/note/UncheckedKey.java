package dev.cairn.tree.note;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A vkey whose form is right and whose public key has not been looked at: that costs as much as
 * verifying a signature. It verifies nothing until it is {@linkplain #check checked}. For whoever
 * holds many keys that were checked when they were taken in.
 */
public final class UncheckedKey {
  private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{8}");

  private final String vkey;
  private final String name;
  private final KeyType type;
  private final byte[] publicKey;

  private UncheckedKey(String vkey, String name, KeyType type, byte[] publicKey) {
    this.vkey = vkey;
    this.name = name;
    this.type = type;
    this.publicKey = publicKey;
  }

  /**
   * Parses {@code <name>+<key ID, 8 lowercase hex digits>+<base64 of type and public key>}.
   *
   * @throws MalformedException if the text is not of that form, the type is not supported, the name
   *     is too long for it, or the key ID is not the one that name, type and key give
   */
  public static UncheckedKey parse(String vkey) throws MalformedException {
    if (vkey.length() > VerifierKey.MAX_LENGTH) {
      throw new MalformedException("vkey is longer than " + VerifierKey.MAX_LENGTH + " characters");
    }
    int first = vkey.indexOf('+');
    int second = vkey.indexOf('+', first + 1);
    if (first < 0 || second < 0) {
      throw new MalformedException("vkey is not of the form <name>+<key ID>+<key>");
    }
    String name = vkey.substring(0, first);
    String hex = vkey.substring(first + 1, second);
    if (!KEY_ID.matcher(hex).matches()) {
      throw new MalformedException("vkey's key ID is not 8 lowercase hex digits");
    }
    byte[] typeAndKey = CanonicalText.parseBase64("vkey's key", vkey.substring(second + 1));
    if (typeAndKey.length == 0) {
      throw new MalformedException("vkey's key is empty");
    }
    KeyType type = KeyType.of(Byte.toUnsignedInt(typeAndKey[0]));
    type.checkName(name);
    byte[] publicKey = Arrays.copyOfRange(typeAndKey, 1, typeAndKey.length);
    if (HexFormat.fromHexDigits(hex) != type.keyId(name, publicKey)) {
      throw new MalformedException("vkey's key ID does not belong to its name and key");
    }
    return new UncheckedKey(vkey, name, type, publicKey);
  }

  /** The key's name; a log's is its origin. */
  public String name() {
    return name;
  }

  /**
   * The key, fit for use.
   *
   * @throws MalformedException if the public key is not a valid one of its algorithm
   */
  public VerifierKey check() throws MalformedException {
    return VerifierKey.of(name, type, publicKey);
  }

  /** The vkey text that {@link #parse} read. */
  @Override
  public String toString() {
    return vkey;
  }
}
