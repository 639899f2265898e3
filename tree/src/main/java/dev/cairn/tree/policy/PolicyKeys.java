package dev.cairn.tree.policy;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.VerifierKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the keys of one policy file and knows those it has read: no public key may come twice. */
final class PolicyKeys {
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern LOWERCASE = Pattern.compile("[0-9a-f]{64}");
  private static final String SIGSUM_ORIGIN = "sigsum.org/v1/tree/";

  private final Map<String, String> users = new HashMap<>();

  /** A log's key: a vkey, or the bare key of a Sigsum log. */
  VerifierKey log(PolicyLine line, int index) throws PolicyException {
    String text = line.item(index);
    VerifierKey key;
    if (HEX.matcher(text).matches()) {
      byte[] bare = bareKey(line, text);
      String origin = SIGSUM_ORIGIN + HexFormat.of().formatHex(sha256(bare));
      key = of(line, origin, KeyType.ED25519, bare);
    } else {
      key = vkey(line, text);
    }
    claim(line, key, "log");
    return key;
  }

  /** A witness's key: a vkey, or a bare key without a name. */
  WitnessKey witness(PolicyLine line, int index) throws PolicyException {
    String text = line.item(index);
    WitnessKey key;
    if (HEX.matcher(text).matches()) {
      byte[] bare = bareKey(line, text);
      key = new WitnessKey.Nameless(of(line, "?", KeyType.ED25519_COSIGNATURE, bare));
    } else {
      key = new WitnessKey.Named(asCosigner(line, vkey(line, text)));
    }
    claim(line, key.key(), "witness");
    return key;
  }

  /** What Tessera does: the key of a witness cosigns, also if its vkey has the type of notes. */
  private static VerifierKey asCosigner(PolicyLine line, VerifierKey key) throws PolicyException {
    return switch (key.type()) {
      case ED25519 -> of(line, key.name(), KeyType.ED25519_COSIGNATURE, key.publicKey());
      case ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE -> key;
    };
  }

  private void claim(PolicyLine line, VerifierKey key, String kind) throws PolicyException {
    String bytes = HexFormat.of().formatHex(key.publicKey());
    String user = users.putIfAbsent(bytes, "the " + kind + " in line " + line.number());
    if (user != null) {
      throw line.error(
          "this public key is already that of " + user + ": give each log and witness its own");
    }
  }

  private static VerifierKey vkey(PolicyLine line, String text) throws PolicyException {
    try {
      return VerifierKey.parse(text);
    } catch (MalformedException e) {
      throw bad(line, e);
    }
  }

  private static byte[] bareKey(PolicyLine line, String hex) throws PolicyException {
    if (!LOWERCASE.matcher(hex).matches()) {
      throw line.error("the key has capital hex digits: write them small, or write a vkey");
    }
    return HexFormat.of().parseHex(hex);
  }

  private static VerifierKey of(PolicyLine line, String name, KeyType type, byte[] bytes)
      throws PolicyException {
    try {
      return VerifierKey.of(name, type, bytes);
    } catch (MalformedException e) {
      throw bad(line, e);
    }
  }

  private static PolicyException bad(PolicyLine line, MalformedException e) {
    return line.error(
        "the key cannot be used: "
            + e.getMessage()
            + ": copy the vkey <name>+<key ID>+<base64> from its owner");
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
