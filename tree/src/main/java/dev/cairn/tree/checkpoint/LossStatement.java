package dev.cairn.tree.checkpoint;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A log's statement that it has lost entries under heads that it had signed, and goes on from an
 * older head. It does not make the log consistent again: whoever remembers a lost head is right to
 * refuse the log. It says so under the log's own signature, so that nobody has to guess.
 *
 * <p>The text of a signed note, a line each: {@value #KIND}, the origin, size and root hash of the
 * head that is kept, the time in seconds since the epoch, the reason, and then the lost heads, if
 * any is known: size, root hash and the {@linkplain LostHead.Memory#word word} for where it was
 * remembered, with a space between. They stand in ascending order of size, root in hex, and memory.
 * No checkpoint has such a text, whatever the origin.
 *
 * @param origin the log's name
 * @param kept the head that the log goes on from
 * @param time when the loss was declared, in seconds since the epoch, at least 0
 * @param reason why, in one line of at most {@value #MAX_REASON} characters
 * @param lost what is known to be lost, each larger than {@code kept}, in ascending order, none
 *     twice, at most {@value #MAX_LOST}; none: it is not known what was signed beyond {@code kept}
 */
public record LossStatement(
    String origin, TreeHead kept, long time, String reason, List<LostHead> lost) {
  /** The first line of the text. */
  public static final String KIND = "cairn.dev/loss/v1";

  /** The longest reason, in characters. */
  public static final int MAX_REASON = 1_000;

  /** The most lost heads of one statement. */
  public static final int MAX_LOST = 64;

  private static final int FIXED_LINES = 6;
  private static final int MAX_TEXT = 16_384;

  /** Refuses what could not be written, or would be read otherwise. */
  public LossStatement {
    lost = List.copyOf(lost);
    try {
      check(origin, kept, time, reason, lost);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** A statement whose lost heads need not be in order. */
  public static LossStatement of(
      String origin, TreeHead kept, Instant time, String reason, Collection<LostHead> lost) {
    return new LossStatement(
        origin, kept, time.getEpochSecond(), reason, List.copyOf(new TreeSet<>(lost)));
  }

  private static void check(
      String origin, TreeHead kept, long time, String reason, List<LostHead> lost)
      throws MalformedException {
    if (!CanonicalText.isLine(origin)) {
      throw new MalformedException("loss statement's origin is not one line of text");
    }
    if (!CanonicalText.isLine(reason) || reason.length() > MAX_REASON) {
      throw new MalformedException("loss statement's reason is not one line of up to 1000");
    }
    if (time < 0 || time > Instant.MAX.getEpochSecond()) {
      throw new MalformedException("loss statement's time is out of range");
    }
    if (lost.size() > MAX_LOST) {
      throw new MalformedException("loss statement has more than 64 lost heads");
    }
    checkOrder(kept, lost);
  }

  private static void checkOrder(TreeHead kept, List<LostHead> lost) throws MalformedException {
    for (int i = 0; i < lost.size(); i++) {
      if (lost.get(i).head().size() <= kept.size()) {
        throw new MalformedException("lost head is not larger than the one that is kept");
      }
      if (i > 0 && lost.get(i - 1).compareTo(lost.get(i)) >= 0) {
        throw new MalformedException("lost heads are not in ascending order");
      }
    }
  }

  /**
   * Parses the text of a note. {@link #text} of the result gives the same text.
   *
   * @throws MalformedException if the text is of another form
   */
  public static LossStatement parse(String text) throws MalformedException {
    if (text.length() > MAX_TEXT) {
      throw new MalformedException("loss statement is longer than " + MAX_TEXT + " characters");
    }
    if (!text.endsWith("\n")) {
      throw new MalformedException("loss statement does not end with a newline");
    }
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    if (!lines.getFirst().equals(KIND)) {
      throw new MalformedException("loss statement does not begin with " + KIND);
    }
    if (lines.size() < FIXED_LINES) {
      throw new MalformedException("loss statement has fewer than six lines");
    }
    String origin = lines.get(1);
    long size = CanonicalText.parseDecimal("kept size", lines.get(2));
    Hash root = Hash.parseBase64(lines.get(3));
    if (size == 0 && !root.equals(TreeHasher.EMPTY_ROOT)) {
      throw new MalformedException("loss statement keeps size 0 and the root of another tree");
    }
    TreeHead kept = new TreeHead(size, root);
    long time = CanonicalText.parseDecimal("time", lines.get(4));
    String reason = lines.get(5);
    List<LostHead> lost = new ArrayList<>();
    for (String line : lines.subList(FIXED_LINES, lines.size())) {
      lost.add(LostHead.parse(line));
    }
    check(origin, kept, time, reason, lost);
    return new LossStatement(origin, kept, time, reason, lost);
  }

  /**
   * Parses and verifies a signed statement.
   *
   * @param note the bytes of the signed note
   * @param log the log's key, of type Ed25519
   * @throws MalformedException if the bytes are not a note, or its text is not a loss statement
   * @throws VerificationException if the origin is not the key's name, or the note has no good
   *     signature by the key
   */
  public static LossStatement open(byte[] note, VerifierKey log)
      throws MalformedException, VerificationException {
    SignedNote parsed = SignedNote.parse(note);
    LossStatement statement = parse(parsed.text());
    if (!statement.origin.equals(log.name())) {
      throw new VerificationException("loss statement's origin is not " + log.name());
    }
    if (log.type() != KeyType.ED25519) {
      throw new VerificationException("key " + log.identity() + " signs no loss statements");
    }
    var _ = parsed.verify(Cosignature.logVerifier(log));
    return statement;
  }

  /**
   * Signs the statement.
   *
   * @throws IllegalArgumentException if the origin is not the key's name, or the key is not of type
   *     Ed25519
   */
  public SignedNote sign(SigningKey log) {
    if (!origin.equals(log.verifierKey().name())) {
      throw new IllegalArgumentException("origin " + origin + " is not the key's name");
    }
    return SignedNote.sign(text(), log);
  }

  /** The note text: every line ends in a newline. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(KIND).append('\n').append(origin).append('\n');
    text.append(kept.size()).append('\n').append(kept.root().toBase64()).append('\n');
    text.append(time).append('\n').append(reason).append('\n');
    lost.forEach(head -> text.append(head.line()).append('\n'));
    return text.toString();
  }

  /** Whether exactly this head is stated to be lost. */
  public boolean names(TreeHead head) {
    return lost.stream().anyMatch(named -> named.head().equals(head));
  }
}
