package dev.cairn.tree.note;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with its signatures (C2SP signed-note). The text must not be believed before {@link
 * #verify} has returned. Two are equal if their bytes are.
 */
public final class SignedNote {
  /** The most bytes a note may have. */
  public static final int MAX_BYTES = 1_000_000;

  /** The most signature lines a note may have. */
  public static final int MAX_SIGNATURES = 100;

  private final String text;
  private final List<NoteSignature> signatures;
  private final byte[] encoded; // made once: a head goes out with thousands of receipts

  /**
   * A note of these parts.
   *
   * @param text the signed text with its final newline; it may have empty lines
   * @param signatures the signature lines in the note's order, 1 to {@value #MAX_SIGNATURES}
   * @throws IllegalArgumentException if the parts cannot be written as a note that {@link #parse}
   *     reads
   */
  public SignedNote(String text, List<NoteSignature> signatures) {
    this.text = text;
    this.signatures = List.copyOf(signatures);
    try {
      checkText(text);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new IllegalArgumentException(
          "a note has 1 to 100 signatures, not " + signatures.size());
    }
    this.encoded = encode(text, signatures);
    if (encoded.length > MAX_BYTES) {
      throw new IllegalArgumentException("a note has at most " + MAX_BYTES + " bytes");
    }
  }

  /**
   * Parses a note; nothing is verified. {@link #toBytes} of the result gives the same bytes.
   *
   * @throws MalformedException if the note is larger than {@value #MAX_BYTES} bytes, has more than
   *     {@value #MAX_SIGNATURES} signatures, is not UTF-8, has a control character, or is not of
   *     the form text, blank line, signature lines
   */
  public static SignedNote parse(byte[] note) throws MalformedException {
    if (note.length > MAX_BYTES) {
      throw new MalformedException("note is larger than " + MAX_BYTES + " bytes");
    }
    String whole = CanonicalText.parseUtf8("note", note);
    int blankLine = whole.lastIndexOf("\n\n");
    if (blankLine < 0) {
      throw new MalformedException("note has no blank line before its signatures");
    }
    String text = whole.substring(0, blankLine + 1);
    checkText(text);
    return new SignedNote(text, parseSignatures(whole.substring(blankLine + 2)));
  }

  private static List<NoteSignature> parseSignatures(String lines) throws MalformedException {
    if (lines.isEmpty()) {
      throw new MalformedException("note has no signatures");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (int start = 0; start < lines.length(); ) {
      int end = lines.indexOf('\n', start);
      if (end < 0) {
        throw new MalformedException("note does not end with a newline");
      }
      if (signatures.size() == MAX_SIGNATURES) {
        throw new MalformedException("note has more than " + MAX_SIGNATURES + " signatures");
      }
      signatures.add(NoteSignature.parse(lines.substring(start, end)));
      start = end + 1;
    }
    return signatures;
  }

  private static void checkText(String text) throws MalformedException {
    if (!text.endsWith("\n")) {
      throw new MalformedException("note text does not end with a newline");
    }
    if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new MalformedException("note text has a control character");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new MalformedException("note text is not valid Unicode");
    }
  }

  /**
   * Signs a text with every one of the keys, in their order.
   *
   * @throws IllegalArgumentException if there is no key, a key is not of type {@link
   *     KeyType#ED25519}, or the text is not one that a note can hold
   */
  public static SignedNote sign(String text, SigningKey... keys) {
    byte[] signed = text.getBytes(StandardCharsets.UTF_8);
    List<NoteSignature> signatures = new ArrayList<>();
    for (SigningKey key : keys) {
      VerifierKey verifierKey = key.verifierKey();
      if (verifierKey.type() != KeyType.ED25519) {
        throw new IllegalArgumentException(
            "key " + verifierKey.identity() + " does not sign plain notes");
      }
      signatures.add(new NoteSignature(verifierKey.name(), verifierKey.keyId(), key.sign(signed)));
    }
    return new SignedNote(text, signatures);
  }

  /**
   * The same text with more signature lines after those it has.
   *
   * @throws IllegalArgumentException if the note would get too many signatures or too large
   */
  public SignedNote with(List<NoteSignature> more) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    all.addAll(more);
    return new SignedNote(text, all);
  }

  /**
   * Verifies the signatures of known keys. Lines by other keys are ignored, also if they share a
   * known key's name or ID but not both.
   *
   * @return the first good signature of each known key that signed, in the note's order
   * @throws VerificationException if any line with a known key's name and ID does not verify, or no
   *     known key signed
   * @throws IllegalArgumentException if two of the known keys are the same public key, under
   *     whatever names: one key would count twice
   */
  public List<NoteSignature> verify(NoteVerifier... known) throws VerificationException {
    requireDistinctKeys(known);
    byte[] signed = text.getBytes(StandardCharsets.UTF_8);
    List<NoteSignature> good = new ArrayList<>();
    for (NoteSignature signature : signatures) {
      for (NoteVerifier verifier : known) {
        if (!signature.claims(verifier.key())) {
          continue;
        }
        if (!verifier.verify(signed, signature.signature())) {
          throw new VerificationException(
              "signature by " + verifier.key().identity() + " does not verify");
        }
        if (good.stream().noneMatch(earlier -> earlier.claims(verifier.key()))) {
          good.add(signature);
        }
      }
    }
    if (good.isEmpty()) {
      throw new VerificationException("note has no signature by a known key");
    }
    return List.copyOf(good);
  }

  private static void requireDistinctKeys(NoteVerifier... known) {
    for (int i = 0; i < known.length; i++) {
      for (int j = 0; j < i; j++) {
        if (known[i].key().hasSameKeyAs(known[j].key())) {
          throw new IllegalArgumentException(
              "known keys "
                  + known[j].key().identity()
                  + " and "
                  + known[i].key().identity()
                  + " are one public key");
        }
      }
    }
  }

  /** The signed text with its final newline. */
  public String text() {
    return text;
  }

  /** The signature lines in the note's order. */
  public List<NoteSignature> signatures() {
    return signatures;
  }

  /** The note in UTF-8, in the only form that {@link #parse} reads. */
  public byte[] toBytes() {
    return encoded.clone();
  }

  private static byte[] encode(String text, List<NoteSignature> signatures) {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (NoteSignature signature : signatures) {
      note.append(signature).append('\n');
    }
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignedNote that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  /** The note as text. */
  @Override
  public String toString() {
    return new String(encoded, StandardCharsets.UTF_8);
  }
}
