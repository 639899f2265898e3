package dev.cairn.tree.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
  private static final String TEXT = "first\n\nthird\n";
  private static final SigningKey ALICE = Keys.key("alice", KeyType.ED25519, 1);
  private static final SigningKey BOB = Keys.key("bob", KeyType.ED25519, 2);
  private static final NoteVerifier BY_ALICE = ALICE.verifierKey().verifier();
  private static final NoteVerifier BY_BOB = BOB.verifierKey().verifier();

  @Test
  void signsInTheOrderOfTheKeys() throws Exception {
    SignedNote note = SignedNote.sign(TEXT, ALICE, BOB);
    assertEquals(TEXT, note.text());
    assertEquals(List.of("alice", "bob"), names(note.signatures()));
    assertEquals(List.of("alice", "bob"), names(note.verify(BY_BOB, BY_ALICE)));
    assertEquals(List.of("bob"), names(note.verify(BY_BOB)));
    assertEquals(note, SignedNote.parse(note.toBytes()));
  }

  @Test
  void isWrittenAsTheSpecificationSays() {
    SignedNote note = SignedNote.sign(TEXT, ALICE);
    assertEquals(TEXT + "\n" + note.signatures().getFirst() + "\n", note.toString());
  }

  @Test
  void everyFlippedBitIsRefused() throws Exception {
    byte[] good = SignedNote.sign(TEXT, ALICE).toBytes();
    SignedNote.parse(good).verify(BY_ALICE);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        SignedNote.parse(bad).verify(BY_ALICE);
        fail("accepted with bit " + bit + " flipped");
      } catch (MalformedException | VerificationException expected) {
        // Which of the two it is depends on the bit.
      }
    }
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] good = SignedNote.sign(TEXT, ALICE).toBytes();
    for (int length = 0; length < good.length; length++) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThrows(MalformedException.class, () -> SignedNote.parse(bad), "length " + length);
    }
  }

  @Test
  void appendsSignatures() throws Exception {
    SignedNote note = SignedNote.sign(TEXT, ALICE);
    SignedNote more = note.with(SignedNote.sign(TEXT, BOB).signatures());
    assertEquals(SignedNote.sign(TEXT, ALICE, BOB), more);
    assertEquals(List.of("alice"), names(note.signatures()));
  }

  @Test
  void refusesWhatCouldNotBeRead() {
    List<NoteSignature> one = SignedNote.sign(TEXT, ALICE).signatures();
    for (String text : new String[] {"", "a", "a\r\n", "a\tb\n", "\ud83d\n", "\u0000\n"}) {
      assertThrows(IllegalArgumentException.class, () -> new SignedNote(text, one));
      assertThrows(IllegalArgumentException.class, () -> SignedNote.sign(text, ALICE));
    }
    assertThrows(IllegalArgumentException.class, () -> new SignedNote(TEXT, List.of()));
    assertThrows(IllegalArgumentException.class, () -> SignedNote.sign(TEXT));
    List<NoteSignature> tooMany = Collections.nCopies(101, one.getFirst());
    assertThrows(IllegalArgumentException.class, () -> new SignedNote(TEXT, tooMany));
    SignedNote full = new SignedNote(TEXT, Collections.nCopies(100, one.getFirst()));
    assertThrows(IllegalArgumentException.class, () -> full.with(one));
    String large = "a".repeat(SignedNote.MAX_BYTES) + "\n";
    assertThrows(IllegalArgumentException.class, () -> SignedNote.sign(large, ALICE));
  }

  @Test
  void aCosignersKeySignsNoPlainNotes() {
    assertThrows(
        IllegalArgumentException.class, () -> SignedNote.sign(TEXT, Keys.witness("witness")));
  }

  @Test
  void verifiesNothingWithoutAKnownKey() {
    SignedNote note = SignedNote.sign(TEXT, ALICE);
    assertThrows(VerificationException.class, note::verify);
    assertThrows(VerificationException.class, () -> note.verify(BY_BOB));
  }

  @Test
  void aKeyCountsOnceHoweverOftenItSigned() throws Exception {
    SignedNote note = SignedNote.sign(TEXT, BOB, ALICE, BOB, BOB);
    assertEquals(List.of("bob", "alice"), names(note.verify(BY_ALICE, BY_BOB)));
  }

  @Test
  void parsedAndMadeSignaturesAreEqual() throws Exception {
    NoteSignature made = SignedNote.sign(TEXT, ALICE).signatures().getFirst();
    NoteSignature parsed = NoteSignature.parse(made.toString());
    assertEquals(made, parsed);
    assertEquals(made.hashCode(), parsed.hashCode());
    assertArrayEquals(ALICE.sign("first\n\nthird\n".getBytes(UTF_8)), parsed.signature());
    parsed.signature()[0]++;
    assertEquals(made, parsed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u2014",
        "\u2014 ",
        "\u2014 a",
        "\u2014 a ",
        "\u2014  AAAAAAA=",
        "\u2014 a AAAAAA==",
        "\u2014 a AAAAAAA=\n",
        "\u2014 a b AAAAAAA=",
        "\u2014 a+ AAAAAAA=",
        "\u2014\u00a0a AAAAAAA="
      })
  void refusesOtherSignatureLines(String line) {
    assertThrows(MalformedException.class, () -> NoteSignature.parse(line));
  }

  @Test
  void theShortestSignatureIsAByte() throws Exception {
    NoteSignature signature = NoteSignature.parse("\u2014 a AQIDBAU=");
    assertEquals(0x01020304, signature.keyId());
    assertArrayEquals(new byte[] {5}, signature.signature());
    assertThrows(IllegalArgumentException.class, () -> new NoteSignature("a", 1, new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> new NoteSignature("a b", 1, new byte[1]));
  }

  private static List<String> names(List<NoteSignature> signatures) {
    return signatures.stream().map(NoteSignature::name).toList();
  }
}
