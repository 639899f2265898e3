package dev.cairn.tree.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.TestVector;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.junit.jupiter.api.Test;

class MlDsa44Test {
  private static final KeyType TYPE = KeyType.ML_DSA_44_COSIGNATURE;
  private static final byte[] MESSAGE = "a message".getBytes(UTF_8);

  /** The seed of bytes 0 to 31 (RFC 9881 appendix C.1). */
  private static final byte[] RFC_SEED =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  @Test
  void derivesTheKeyThatGoDerives() throws Exception {
    String vkey =
        TestVector.load("cosignature", 1).stream()
            .filter(vector -> vector.name().equals("ml-dsa-made-by-go.json"))
            .findFirst()
            .orElseThrow()
            .text("witness");
    assertEquals(vkey, Keys.key("witness.example/w1", TYPE, 3).verifierKey().toString());
  }

  /** The digest of the public key that filippo.io/mldsa derives from 32 bytes of 1. */
  @Test
  void derivesTheKeyOfASeed() throws Exception {
    byte[] publicKey = Keys.key("a", TYPE, 1).verifierKey().publicKey();
    assertEquals(1_312, publicKey.length);
    assertEquals(
        "bc7f72c940225e3998067ebef1d7cd2cad938de8f70b34c515a81d9efacac204",
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey)));
  }

  @Test
  void signsWhatItVerifies() {
    SigningKey key = Keys.key("a", TYPE, 1);
    byte[] signature = key.sign(MESSAGE);
    assertEquals(2_420, signature.length);
    assertTrue(key.verifierKey().verify(MESSAGE, signature));
    assertFalse(Arrays.equals(signature, key.sign(MESSAGE)), "hedged");
    assertFalse(key.verifierKey().verify("b message".getBytes(UTF_8), signature));
    assertFalse(Keys.key("a", TYPE, 2).verifierKey().verify(MESSAGE, signature));
    for (int length : new int[] {0, 64, 2_419, 2_421}) {
      assertFalse(key.verifierKey().verify(MESSAGE, Arrays.copyOf(signature, length)));
    }
  }

  @Test
  void everyDamagedByteIsSeen() {
    SigningKey key = Keys.key("a", TYPE, 1);
    byte[] signature = key.sign(MESSAGE);
    for (int i = 0; i < signature.length; i++) {
      byte[] bad = signature.clone();
      bad[i] ^= (byte) (1 << (i & 7));
      assertFalse(key.verifierKey().verify(MESSAGE, bad), "byte " + i);
    }
  }

  @Test
  void refusesKeysOfAnotherLength() {
    for (int length : new int[] {0, 32, 1_311, 1_313}) {
      MalformedException e =
          assertThrows(MalformedException.class, () -> VerifierKey.of("a", TYPE, new byte[length]));
      assertEquals("ML-DSA-44 public key is not 1312 bytes", e.getMessage());
    }
  }

  @Test
  void aNameHasAtMost255Bytes() throws Exception {
    String longest = "\u00e9".repeat(127) + "a";
    VerifierKey key = Keys.key(longest, TYPE, 1).verifierKey();
    assertEquals(key, VerifierKey.parse(key.toString()));
    assertThrows(IllegalArgumentException.class, () -> Keys.key(longest + "a", TYPE, 1));
    assertThrows(IllegalArgumentException.class, () -> key.as(longest + "a"));
    assertThrows(
        MalformedException.class, () -> VerifierKey.of(longest + "a", TYPE, key.publicKey()));
    assertEquals(longest + "a", Keys.log(longest + "a").verifierKey().name());
  }

  @Test
  void isAnotherKeyThanEd25519OfTheSameSeed() {
    VerifierKey key = Keys.key("a", TYPE, 1).verifierKey();
    VerifierKey ed25519 = Keys.key("a", KeyType.ED25519_COSIGNATURE, 1).verifierKey();
    assertNotEquals(key, ed25519);
    assertFalse(key.hasSameKeyAs(ed25519));
    assertFalse(ed25519.hasSameKeyAs(key));
    assertTrue(key.hasSameKeyAs(key.as("b")));
    assertThrows(IllegalArgumentException.class, key::verifier);
    assertThrows(
        IllegalArgumentException.class, () -> SignedNote.sign("a\n", Keys.key("a", TYPE, 1)));
  }

  /** RFC 9881 appendix C.1, the form with the seed alone. */
  @Test
  void writesTheRfcsPrivateKey() throws Exception {
    byte[] der =
        Base64.getDecoder()
            .decode(
                "MDQCAQAwCwYJYIZIAWUDBAMRBCKAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZ" + "GhscHR4f");
    assertArrayEquals(der, Pkcs8.encode(TYPE, RFC_SEED));
    assertArrayEquals(RFC_SEED, Pkcs8.decode(TYPE, der));
    for (int length = 0; length < der.length; length++) {
      byte[] bad = Arrays.copyOf(der, length);
      assertThrows(MalformedException.class, () -> Pkcs8.decode(TYPE, bad), "length " + length);
    }
  }

  @Test
  void readsTheSeedBesideAnExpandedKey() throws Exception {
    byte[] expanded =
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, RFC_SEED).getEncoded();
    assertArrayEquals(RFC_SEED, Pkcs8.decode(TYPE, both(RFC_SEED, expanded)));
    expanded[100] ^= 1;
    assertThrows(MalformedException.class, () -> Pkcs8.decode(TYPE, both(RFC_SEED, expanded)));
  }

  private static byte[] both(byte[] seed, byte[] expanded) throws Exception {
    ASN1Encodable[] parts = {new DEROctetString(seed), new DEROctetString(expanded)};
    return new PrivateKeyInfo(MlDsa44.ID, new DERSequence(parts)).getEncoded();
  }

  @Test
  void refusesPrivateKeysWithoutASeedOrOfAnotherAlgorithm() throws Exception {
    byte[] expanded =
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, RFC_SEED).getEncoded();
    byte[] onlyExpanded = new PrivateKeyInfo(MlDsa44.ID, new DEROctetString(expanded)).getEncoded();
    byte[] ed25519 = Pkcs8.encode(KeyType.ED25519, RFC_SEED);
    byte[] mlDsa65 = Pkcs8.encode(TYPE, RFC_SEED);
    mlDsa65[17] = 0x12; // the last number of the object identifier
    for (byte[] der : new byte[][] {onlyExpanded, ed25519, mlDsa65}) {
      MalformedException e = assertThrows(MalformedException.class, () -> Pkcs8.decode(TYPE, der));
      assertEquals("the private key is not an ML-DSA-44 key with its seed", e.getMessage());
    }
    assertThrows(
        MalformedException.class,
        () -> Pkcs8.decode(KeyType.ED25519, Pkcs8.encode(TYPE, RFC_SEED)));
  }
}
