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
  ED25519_COSIGNATURE(0x04),
  /**
   * ML-DSA-44 over a time and a tree head or another subtree (C2SP tlog-cosignature). The name is
   * signed too and has at most 255 bytes.
   */
  ML_DSA_44_COSIGNATURE(0x06);

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

  PublicHalf publicHalf(byte[] bytes) throws MalformedException {
    return switch (this) {
      case ED25519, ED25519_COSIGNATURE -> Ed25519PublicKey.parse(bytes);
      case ML_DSA_44_COSIGNATURE -> MlDsa44PublicKey.parse(bytes);
    };
  }

  PrivateHalf privateHalf(byte[] seed) {
    return switch (this) {
      case ED25519, ED25519_COSIGNATURE -> new Ed25519PrivateKey(seed);
      case ML_DSA_44_COSIGNATURE -> new MlDsa44PrivateKey(seed);
    };
  }

  /** Refuses a name that keys of this type cannot sign under. */
  void checkName(String name) throws MalformedException {
    KeyName.check(name);
    if (this == ML_DSA_44_COSIGNATURE
        && name.getBytes(StandardCharsets.UTF_8).length > MlDsa44.MAX_NAME_BYTES) {
      throw new MalformedException("name of an ML-DSA-44 key is longer than 255 bytes");
    }
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
