package dev.cairn.tree.note;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierKeyTest {
  /** The example of C2SP signed-note. */
  private static final String VKEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  private static final String NAME = "example.com/foo";
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void readsTheSpecificationsExample() throws Exception {
    VerifierKey key = VerifierKey.parse(VKEY);
    assertEquals(NAME, key.name());
    assertEquals(0x530d903a, key.keyId());
    assertEquals(KeyType.ED25519, key.type());
    assertEquals(
        "e932791ae6e7a840a46164c904786426d5e7821dd8b29a00d61cae72afdd4da4",
        HEX.formatHex(key.publicKey()));
    assertEquals(VKEY, key.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "++",
        "example.com/foo",
        "example.com/foo+530d903a",
        "example.com/foo+530d903a+",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+30d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo++1234567+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k+",
        " example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
      })
  void refusesOtherTexts(String vkey) {
    assertThrows(MalformedException.class, () -> VerifierKey.parse(vkey));
  }

  @Test
  void refusesAnUnsupportedType() {
    for (String start : new String[] {"Ag", "Aw", "BQ", "Bw", "AA", "/w"}) {
      String vkey = NAME + "+530d903a+" + start + "kyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
      MalformedException e = assertThrows(MalformedException.class, () -> VerifierKey.parse(vkey));
      assertTrue(e.toString().contains("unsupported signature type 0x"), e.toString());
    }
  }

  @Test
  void refusesAVeryLongText() throws Exception {
    int rest = VKEY.length() - NAME.length();
    String longest = "a".repeat(VerifierKey.MAX_LENGTH - rest);
    String vkey = Keys.log(longest).verifierKey().toString();
    assertEquals(VerifierKey.MAX_LENGTH, vkey.length());
    assertEquals(longest, VerifierKey.parse(vkey).name());
    String longer = Keys.log("a" + longest).verifierKey().toString();
    assertThrows(MalformedException.class, () -> VerifierKey.parse(longer));
  }

  @Test
  void refusesABadNameAlsoUnderItsOwnKeyId() throws Exception {
    VerifierKey key = Keys.log("a").verifierKey();
    String base64 = key.toString().split("\\+", 3)[2];
    for (String name : new String[] {"", "a b", "a\u00a0b", "a\n"}) {
      int id = KeyType.ED25519.keyId(name, key.publicKey());
      String vkey = name + "+" + HEX.toHexDigits(id) + "+" + base64;
      assertThrows(MalformedException.class, () -> VerifierKey.parse(vkey), name);
      assertThrows(
          MalformedException.class,
          () -> VerifierKey.of(name, KeyType.ED25519, key.publicKey()),
          name);
      assertThrows(IllegalArgumentException.class, () -> key.as(name), name);
    }
    int id = KeyType.ED25519.keyId("a", key.publicKey());
    assertEquals(key, VerifierKey.parse("a+" + HEX.toHexDigits(id) + "+" + base64));
  }

  @Test
  void refusesAPublicKeyOfAnotherLength() {
    for (int length : new int[] {0, 1, 31, 33, 64}) {
      assertThrows(
          MalformedException.class, () -> VerifierKey.of(NAME, KeyType.ED25519, new byte[length]));
    }
  }

  /** All encodings of the eight points of low order, and of y not below the field's prime. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      })
  void refusesPointsOfLowOrder(String hex) {
    byte[] point = HEX.parseHex(hex);
    assertThrows(MalformedException.class, () -> VerifierKey.of(NAME, KeyType.ED25519, point));
  }

  @Test
  void refusesBytesThatAreNoPoint() {
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      try {
        VerifierKey.of(NAME, KeyType.ED25519, bytes);
      } catch (MalformedException e) {
        refused++;
      }
    }
    // Half of all numbers are no y of the curve, and of the other half 7 of 8 have a low-order
    // part.
    assertTrue(refused > 80 && refused < 100, "refused " + refused);
  }

  @Test
  void isAValueOfNameTypeAndKey() throws Exception {
    VerifierKey key = Keys.log(NAME).verifierKey();
    assertEquals(key, VerifierKey.parse(key.toString()));
    assertEquals(key.hashCode(), VerifierKey.parse(key.toString()).hashCode());
    VerifierKey otherName = Keys.log("x").verifierKey();
    VerifierKey otherType = Keys.key(NAME, KeyType.ED25519_COSIGNATURE, 1).verifierKey();
    VerifierKey otherKey = Keys.key(NAME, KeyType.ED25519, 2).verifierKey();
    assertNotEquals(key, otherName);
    assertNotEquals(key, otherType);
    assertNotEquals(key, otherKey);
    assertTrue(key.hasSameKeyAs(otherName));
    assertTrue(key.hasSameKeyAs(otherType));
    assertFalse(key.hasSameKeyAs(otherKey));
    assertNotEquals(key.keyId(), otherType.keyId());
  }

  @Test
  void aCosignersKeyVerifiesNoPlainNotes() {
    VerifierKey key = Keys.witness(NAME).verifierKey();
    assertThrows(IllegalArgumentException.class, key::verifier);
  }
}
