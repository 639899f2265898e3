package dev.cairn.tree.note;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UncheckedKeyTest {
  @ParameterizedTest
  @EnumSource
  void becomesTheKey(KeyType type) throws Exception {
    VerifierKey key = Keys.key("example.com/log", type, 7).verifierKey();
    UncheckedKey unchecked = UncheckedKey.parse(key.toString());
    assertEquals("example.com/log", unchecked.name());
    assertEquals(key.toString(), unchecked.toString());
    assertEquals(key, unchecked.check());
  }

  /** The vectors of vkeys hold for it too, because {@link VerifierKey#parse} begins with it. */
  @Test
  void refusesABadPointOnlyWhenItIsChecked() throws Exception {
    byte[] lowOrder = new byte[32];
    lowOrder[0] = 1;
    byte[] typed = new byte[33];
    typed[0] = 1;
    typed[1] = 1;
    int id = KeyType.ED25519.keyId("a", lowOrder);
    String vkey =
        "a+" + HexFormat.of().toHexDigits(id) + "+" + Base64.getEncoder().encodeToString(typed);
    UncheckedKey unchecked = UncheckedKey.parse(vkey);
    MalformedException e = assertThrows(MalformedException.class, unchecked::check);
    assertTrue(e.toString().contains("prime-order"), e.toString());
    assertThrows(MalformedException.class, () -> VerifierKey.parse(vkey));
  }

  @Test
  void refusesAnotherKeyId() {
    String vkey = Keys.log("a").verifierKey().toString();
    int at = vkey.indexOf('+') + 1;
    String other = vkey.substring(0, at) + "00000000" + vkey.substring(at + 8);
    assertThrows(MalformedException.class, () -> UncheckedKey.parse(other));
  }
}
