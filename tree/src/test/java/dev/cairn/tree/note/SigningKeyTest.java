package dev.cairn.tree.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeyTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** RFC 8032 section 7.1, tests 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signsAsTheRfc(String seed, String publicKey, String message, String signature) {
    SigningKey key = SigningKey.ofSeed("a", KeyType.ED25519, HEX.parseHex(seed));
    assertEquals(publicKey, HEX.formatHex(key.verifierKey().publicKey()));
    assertEquals(signature, HEX.formatHex(key.sign(HEX.parseHex(message))));
    assertTrue(key.verifierKey().verify(HEX.parseHex(message), HEX.parseHex(signature)));
  }

  @Test
  void generatesAnotherKeyEachTime() {
    SigningKey first = SigningKey.generate("a", KeyType.ED25519);
    SigningKey second = SigningKey.generate("a", KeyType.ED25519);
    assertNotEquals(first.verifierKey(), second.verifierKey());
    byte[] message = {1, 2, 3};
    assertTrue(first.verifierKey().verify(message, first.sign(message)));
    assertFalse(second.verifierKey().verify(message, first.sign(message)));
  }

  @Test
  void showsOnlyThePublicHalf() {
    SigningKey key = Keys.key("a", KeyType.ED25519, 0x5a);
    assertEquals("SigningKey[" + key.verifierKey() + "]", key.toString());
    assertFalse(key.toString().contains(Base64.getEncoder().encodeToString(key.seed())));
  }

  @Test
  void copiesItsSeed() {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    SigningKey key = SigningKey.ofSeed("a", KeyType.ED25519, seed);
    byte[] before = key.sign(new byte[1]);
    seed[0] = 1;
    key.seed()[0] = 1;
    assertEquals(HEX.formatHex(before), HEX.formatHex(key.sign(new byte[1])));
  }

  @Test
  void refusesBadNamesAndSeeds() {
    for (String name : new String[] {"", "a b", "a+b", "a\n"}) {
      assertThrows(
          IllegalArgumentException.class, () -> SigningKey.generate(name, KeyType.ED25519));
    }
    for (int length : new int[] {0, 31, 33, 64}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SigningKey.ofSeed("a", KeyType.ED25519, new byte[length]));
    }
  }

  @Test
  void everyFlippedBitIsRefused() {
    SigningKey key = Keys.log("a");
    byte[] message = "message".getBytes(UTF_8);
    byte[] signature = key.sign(message);
    for (int bit = 0; bit < signature.length * 8; bit++) {
      byte[] other = signature.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertFalse(key.verifierKey().verify(message, other), "bit " + bit);
    }
    for (int bit = 0; bit < message.length * 8; bit++) {
      byte[] other = message.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertFalse(key.verifierKey().verify(other, signature), "bit " + bit);
    }
  }

  @Test
  void noSignatureOfAnotherLengthAndNoGarbageVerifiesOrThrows() {
    Random random = new Random(4);
    VerifierKey key = Keys.log("a").verifierKey();
    for (int length = 0; length <= 130; length++) {
      byte[] garbage = new byte[length];
      random.nextBytes(garbage);
      assertFalse(key.verify(new byte[0], garbage), "length " + length);
    }
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[64];
      random.nextBytes(garbage);
      garbage[63] &= 0x0f;
      assertFalse(key.verify(new byte[0], garbage), "garbage " + i);
    }
  }

  @Test
  void sNotBelowTheOrderIsRefused() {
    SigningKey key = Keys.log("a");
    byte[] message = new byte[0];
    byte[] signature = key.sign(message);
    BigInteger s = new BigInteger(1, reversed(signature, 32));
    assertTrue(s.compareTo(ORDER) < 0);
    for (int times = 1;
        s.add(ORDER.multiply(BigInteger.valueOf(times))).bitLength() <= 256;
        times++) {
      byte[] raised = fixed(s.add(ORDER.multiply(BigInteger.valueOf(times))));
      byte[] other = signature.clone();
      System.arraycopy(reversed(raised, 0), 0, other, 32, 32);
      assertFalse(key.verifierKey().verify(message, other), times + " times the order");
    }
  }

  private static byte[] reversed(byte[] bytes, int offset) {
    byte[] out = new byte[32];
    for (int i = 0; i < 32; i++) {
      out[i] = bytes[offset + 31 - i];
    }
    return out;
  }

  private static byte[] fixed(BigInteger number) {
    return HEX.parseHex(String.format("%064x", number));
  }
}
