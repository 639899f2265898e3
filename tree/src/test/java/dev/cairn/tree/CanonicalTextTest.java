package dev.cairn.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTextTest {
  @Test
  void decimalsRoundTrip() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      long value = random.nextLong() >>> (1 + random.nextInt(63));
      assertEquals(value, CanonicalText.parseDecimal("n", Long.toString(value)));
    }
    for (long value : new long[] {0, 1, 9, 10, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
      assertEquals(value, CanonicalText.parseDecimal("n", Long.toString(value)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+5",
        "-0",
        "-1",
        "00",
        "007",
        " 7",
        "7 ",
        "7\n",
        "0x7",
        "1e3",
        "1_000",
        "\u0667",
        "\uff17",
        "9223372036854775808",
        "9223372036854775810",
        "18446744073709551616",
        "99999999999999999999999999999999999999999"
      })
  void refusesOtherDecimals(String text) {
    assertThrows(MalformedException.class, () -> CanonicalText.parseDecimal("n", text));
  }

  @Test
  void base64RoundTrips() throws Exception {
    Random random = new Random(2);
    for (int length = 0; length < 100; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      String text = Base64.getEncoder().encodeToString(bytes);
      assertArrayEquals(bytes, CanonicalText.parseBase64("b", text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "AA",
        "AAA",
        "AA=",
        "AB==",
        "AAB=",
        "AA==\n",
        " AA==",
        "AAAA====",
        "AA==AA==",
        "-_8=",
        "AA\n==",
        "AAAA\r\nAAAA"
      })
  void refusesOtherBase64(String text) {
    assertThrows(MalformedException.class, () -> CanonicalText.parseBase64("b", text));
  }

  @Test
  void utf8IsKeptAsItIs() throws Exception {
    String text = "\ufeffé e\u0301 \u0085\u2028 \ud83d\ude00 \ufffd\u0000";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(text, CanonicalText.parseUtf8("t", bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c080", "eda080", "edb080", "f4908080", "e282", "80", "c1bf"})
  void refusesOtherUtf8(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThrows(MalformedException.class, () -> CanonicalText.parseUtf8("t", bytes));
  }

  @Test
  void linesAreWholeAndVisible() {
    assertTrue(CanonicalText.isLine(" "));
    assertTrue(CanonicalText.isLine("a\u0085b\u2028c\u007f"));
    assertTrue(CanonicalText.isLine("\ud83d\ude00"));
    for (String text : new String[] {"", "a\nb", "a\r", "\t", "\u0000", "\u001f", "\ud83d"}) {
      assertFalse(CanonicalText.isLine(text), text);
    }
  }
}
