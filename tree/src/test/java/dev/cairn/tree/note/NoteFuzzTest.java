package dev.cairn.tree.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;

/** Whatever a parser accepts is written back to the same bytes; it throws nothing else. */
class NoteFuzzTest {
  @FuzzTest
  void signedNote(byte[] input) {
    try {
      assertArrayEquals(input, SignedNote.parse(input).toBytes());
    } catch (MalformedException refused) {
      // Most inputs are.
    }
  }

  @FuzzTest
  void verifierKey(byte[] input) {
    try {
      String vkey = CanonicalText.parseUtf8("vkey", input);
      assertArrayEquals(input, VerifierKey.parse(vkey).toString().getBytes(UTF_8));
    } catch (MalformedException refused) {
      // Most inputs are.
    }
  }

  @FuzzTest
  void keyFile(byte[] input) {
    try {
      String text = CanonicalText.parseUtf8("key file", input);
      assertArrayEquals(input, KeyFileText.parse(text).toString().getBytes(UTF_8));
    } catch (MalformedException refused) {
      // Most inputs are.
    }
  }

  /** The two DER forms in a key file's PEM block, in which only the refusal is fixed. */
  @FuzzTest
  void privateKey(byte[] der) {
    for (KeyType type : KeyType.values()) {
      try {
        assertEquals(SigningKey.SEED_BYTES, Pkcs8.decode(type, der).length);
      } catch (MalformedException refused) {
        // Most inputs are.
      }
    }
    try {
      assertNotEquals(0, Pbes2.parse(der).salt().length);
    } catch (MalformedException refused) {
      // Most inputs are.
    }
  }
}
