package dev.cairn.tree.checkpoint;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proof, checkable offline, that a log has an entry: index, inclusion proof and checkpoint (C2SP
 * tlog-proof, files named {@code *.tlog-proof}). Nothing in it may be believed before {@link
 * #verify} has returned, and the extra data not even then.
 */
public final class TlogProof {
  /** The most bytes a proof may have. */
  public static final int MAX_BYTES = 2_000_000;

  /** The most hashes an inclusion proof can have. */
  public static final int MAX_HASHES = 63;

  private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  private final byte[] extra;
  private final long index;
  private final List<Hash> hashes;
  private final Checkpoint checkpoint;
  private final SignedNote note;

  private TlogProof(
      byte[] extra, long index, List<Hash> hashes, Checkpoint checkpoint, SignedNote note) {
    this.extra = extra;
    this.index = index;
    this.hashes = List.copyOf(hashes);
    this.checkpoint = checkpoint;
    this.note = note;
  }

  /**
   * A proof without extra data.
   *
   * @param index the entry's position, from 0
   * @param hashes the inclusion proof of RFC 6962 section 2.1.1, the leaf's sibling first; at most
   *     {@value #MAX_HASHES}
   * @throws IllegalArgumentException if the index is negative, or there are too many hashes
   */
  public TlogProof(long index, List<Hash> hashes, SignedCheckpoint checkpoint) {
    this(new byte[0], index, hashes, checkpoint.checkpoint(), checkpoint.note());
    if (index < 0) {
      throw new IllegalArgumentException("index " + index + " is negative");
    }
    if (hashes.size() > MAX_HASHES) {
      throw new IllegalArgumentException("a proof has at most 63 hashes, not " + hashes.size());
    }
  }

  /**
   * Parses a proof; nothing is verified. {@link #toBytes} of the result gives the same bytes.
   *
   * @throws MalformedException if the proof is larger than {@value #MAX_BYTES} bytes or not of the
   *     form of C2SP tlog-proof, or its last part is not a note with a checkpoint
   */
  public static TlogProof parse(byte[] proof) throws MalformedException {
    if (proof.length > MAX_BYTES) {
      throw new MalformedException("proof is larger than " + MAX_BYTES + " bytes");
    }
    String text = CanonicalText.parseUtf8("proof", proof);
    if (!text.startsWith(HEADER)) {
      throw new MalformedException("proof does not start with " + HEADER.strip());
    }
    int blankLine = text.indexOf("\n\n");
    if (blankLine < HEADER.length()) {
      throw new MalformedException("proof has no blank line after its index and hashes");
    }
    SignedNote note =
        SignedNote.parse(text.substring(blankLine + 2).getBytes(StandardCharsets.UTF_8));
    return parse(text.substring(HEADER.length(), blankLine), note);
  }

  private static TlogProof parse(String head, SignedNote note) throws MalformedException {
    // One piece more than the lines there can be: extra, index, hashes.
    String[] lines = head.split("\n", 2 + MAX_HASHES + 1);
    int indexLine = lines[0].startsWith(EXTRA) ? 1 : 0;
    byte[] extra = indexLine == 0 ? new byte[0] : parseExtra(lines[0]);
    if (indexLine == lines.length || !lines[indexLine].startsWith(INDEX)) {
      throw new MalformedException("proof has no index line");
    }
    long index = CanonicalText.parseDecimal("index", lines[indexLine].substring(INDEX.length()));
    if (lines.length - indexLine - 1 > MAX_HASHES) {
      throw new MalformedException("proof has more than " + MAX_HASHES + " hashes");
    }
    List<Hash> hashes = new ArrayList<>();
    for (int i = indexLine + 1; i < lines.length; i++) {
      hashes.add(Hash.parseBase64(lines[i]));
    }
    return new TlogProof(extra, index, hashes, Checkpoint.parse(note.text()), note);
  }

  private static byte[] parseExtra(String line) throws MalformedException {
    byte[] extra = CanonicalText.parseBase64("extra data", line.substring(EXTRA.length()));
    if (extra.length == 0) {
      throw new MalformedException("extra line has no data");
    }
    return extra;
  }

  /**
   * Verifies that the log has a leaf at {@link #index}.
   *
   * @param leaf the leaf hash of the entry, computed from the entry itself
   * @param log the log's key; its name is the log's origin
   * @return the checkpoint, for the cosignatures that a policy may ask for
   * @throws VerificationException if the checkpoint is not the log's, or the hashes do not lead
   *     from the leaf at the index to the checkpoint's root
   */
  public SignedCheckpoint verify(Hash leaf, VerifierKey log) throws VerificationException {
    SignedCheckpoint signed = SignedCheckpoint.open(checkpoint, note, log);
    ProofVerifier.inclusion(index, leaf, signed.head(), hashes);
    return signed;
  }

  /**
   * The same proof with other extra data.
   *
   * @param extra opaque to the proof and not authenticated by it; empty for none
   * @throws IllegalArgumentException if the proof would get larger than {@value #MAX_BYTES} bytes
   */
  public TlogProof withExtra(byte[] extra) {
    TlogProof proof = new TlogProof(extra.clone(), index, hashes, checkpoint, note);
    if (proof.toBytes().length > MAX_BYTES) {
      throw new IllegalArgumentException("a proof has at most " + MAX_BYTES + " bytes");
    }
    return proof;
  }

  /** The claimed position of the entry, from 0. */
  public long index() {
    return index;
  }

  /** The inclusion proof, the leaf's sibling first. */
  public List<Hash> hashes() {
    return hashes;
  }

  /** The signed note with the checkpoint. */
  public SignedNote note() {
    return note;
  }

  /** Opaque data that travels along, never authenticated; empty if there is none. */
  public byte[] extra() {
    return extra.clone();
  }

  /** The proof in the only form that {@link #parse} reads. */
  public byte[] toBytes() {
    byte[] head = head().getBytes(StandardCharsets.US_ASCII);
    byte[] signed = note.toBytes();
    return ByteBuffer.allocate(head.length + signed.length).put(head).put(signed).array();
  }

  /** All but the note, in ASCII. */
  private String head() {
    StringBuilder text = new StringBuilder(HEADER);
    if (extra.length > 0) {
      text.append(EXTRA).append(Base64.getEncoder().encodeToString(extra)).append('\n');
    }
    text.append(INDEX).append(index).append('\n');
    for (Hash hash : hashes) {
      text.append(hash.toBase64()).append('\n');
    }
    return text.append('\n').toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TlogProof that
        && index == that.index
        && hashes.equals(that.hashes)
        && note.equals(that.note)
        && Arrays.equals(extra, that.extra);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(index) + note.hashCode();
  }

  /** The proof as text. */
  @Override
  public String toString() {
    return head() + note;
  }
}
