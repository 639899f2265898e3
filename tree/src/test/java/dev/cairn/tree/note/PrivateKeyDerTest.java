package dev.cairn.tree.note;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.MalformedException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyDerTest {
  private static final byte[] SEED = Keys.log("a").seed();

  @Test
  void readsWhatItWrites() throws Exception {
    assertArrayEquals(SEED, Pkcs8.decode(KeyType.ED25519, Pkcs8.encode(KeyType.ED25519, SEED)));
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] good = Pkcs8.encode(KeyType.ED25519, SEED);
    for (int length = 0; length < good.length; length++) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThrows(
          MalformedException.class, () -> Pkcs8.decode(KeyType.ED25519, bad), "length " + length);
      assertThrows(MalformedException.class, () -> Pbes2.parse(bad), "length " + length);
    }
  }

  /** Sequences in sequences, as deep as a key file can hold: the stack must not overflow. */
  @ParameterizedTest
  @ValueSource(strings = {"3080", "30820000", "a080", "2480"})
  void deepNestingIsRefused(String open) {
    byte[] nested = HexFormat.of().parseHex(open.repeat(KeyFile.MAX_BYTES / open.length() * 2));
    assertThrows(MalformedException.class, () -> Pkcs8.decode(KeyType.ED25519, nested));
    assertThrows(MalformedException.class, () -> Pbes2.parse(nested));
  }

  @Test
  void encryptionIsSalted() throws Exception {
    char[] passphrase = {'a'};
    byte[] first = Pbes2.encrypt(Pkcs8.encode(KeyType.ED25519, SEED), passphrase);
    byte[] second = Pbes2.encrypt(Pkcs8.encode(KeyType.ED25519, SEED), passphrase);
    Pbes2.Sealed one = Pbes2.parse(first);
    Pbes2.Sealed two = Pbes2.parse(second);
    assertFalse(Arrays.equals(one.salt(), two.salt()));
    assertFalse(Arrays.equals(one.iv(), two.iv()));
    assertFalse(Arrays.equals(one.data(), two.data()));
    assertArrayEquals(SEED, Pbes2.decrypt(KeyType.ED25519, first, passphrase));
  }
}
