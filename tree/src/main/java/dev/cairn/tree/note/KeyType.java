package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a key signs and with which algorithm: the signature types of C2SP signed-note that Cairn
 * knows.
 */
public enum KeyType {
  /** Ed25519 over the note's text. */
  ED25519(0x01),
  /** Ed25519 over a time and a checkpoint's text (C2SP tlog-cosignature, version 1). */
  ED25519_COSIGNATURE(0x04);

  private final int code;

  KeyType(int code) {
    this.code = code;
  }

  /** The signature type identifier byte, 0 to 255. */
  public int code() {
    return code;
  }

  static KeyType of(int code) throws MalformedException {
    for (KeyType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new MalformedException(
        "vkey has the unsupported signature type 0x" + HexFormat.of().toHexDigits(code, 2));
  }

  /** SHA-256(name, U+000A, type, public key), its first four bytes read as a big-endian number. */
  int keyId(String name, byte[] publicKey) {
    MessageDigest sha256 = sha256();
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update((byte) code);
    byte[] digest = sha256.digest(publicKey);
    return HexFormat.fromHexDigits(HexFormat.of().formatHex(digest, 0, Integer.BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
