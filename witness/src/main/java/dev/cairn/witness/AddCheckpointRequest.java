package dev.cairn.witness;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an add-checkpoint request (C2SP tlog-witness): a checkpoint, and the proof that it
 * extends an older one. Nothing in it may be believed; {@link WitnessRule} decides on it.
 */
public final class AddCheckpointRequest {
  /** The most bytes a request may have. The specification sets no limit. */
  public static final int MAX_BYTES = 16 * 1024;

  /** The most hashes a consistency proof may have. */
  public static final int MAX_HASHES = 63;

  private static final String OLD = "old ";
  // 32 bytes in base64, and a newline.
  private static final int HASH_LINE = 45;

  private final long oldSize;
  private final List<Hash> proof;
  private final SignedNote note;
  private final boolean claimsOtherEmptyTree;

  private AddCheckpointRequest(
      long oldSize, List<Hash> proof, SignedNote note, boolean claimsOtherEmptyTree) {
    this.oldSize = oldSize;
    this.proof = List.copyOf(proof);
    this.note = note;
    this.claimsOtherEmptyTree = claimsOtherEmptyTree;
  }

  /**
   * A request to cosign a checkpoint.
   *
   * @param oldSize size of the head that the witness is believed to know, from 0
   * @param proof the consistency proof of RFC 6962 section 2.1.2 from there to the checkpoint; at
   *     most {@value #MAX_HASHES} hashes, empty if the old size is 0
   * @throws IllegalArgumentException if the old size is negative, there are too many hashes, or the
   *     request would get larger than {@value #MAX_BYTES} bytes
   */
  public AddCheckpointRequest(long oldSize, List<Hash> proof, SignedCheckpoint checkpoint) {
    this(oldSize, proof, checkpoint.note(), /* claimsOtherEmptyTree= */ false);
    if (oldSize < 0) {
      throw new IllegalArgumentException("old size " + oldSize + " is negative");
    }
    if (proof.size() > MAX_HASHES) {
      throw new IllegalArgumentException("a proof has at most 63 hashes, not " + proof.size());
    }
    if (toBytes().length > MAX_BYTES) {
      throw new IllegalArgumentException("a request has at most " + MAX_BYTES + " bytes");
    }
  }

  /**
   * Parses a request; nothing is verified. {@link #toBytes} of the result gives the same bytes.
   *
   * @throws MalformedException if the request is larger than {@value #MAX_BYTES} bytes or not of
   *     the form old size line, up to {@value #MAX_HASHES} lines of one hash, empty line, signed
   *     note with a checkpoint; HTTP status 400
   */
  public static AddCheckpointRequest parse(byte[] body) throws MalformedException {
    RequestText text = RequestText.parse(body, OLD, "an old size line", MAX_HASHES);
    long oldSize = CanonicalText.parseDecimal("old size", text.first());
    return of(oldSize, text.hashes(), SignedNote.parse(text.noteBytes()));
  }

  /**
   * A request of parts that a stranger sent; nothing is verified.
   *
   * @param note the bytes of the signed note
   * @throws MalformedException if {@link #parse} would refuse a request of these parts
   */
  public static AddCheckpointRequest of(long oldSize, List<Hash> proof, byte[] note)
      throws MalformedException {
    if (oldSize < 0) {
      throw new MalformedException("old size is negative");
    }
    if (proof.size() > MAX_HASHES) {
      throw RequestText.tooManyHashes();
    }
    if (note.length + proof.size() * HASH_LINE + OLD.length() > MAX_BYTES) {
      throw tooLarge();
    }
    return of(oldSize, proof, SignedNote.parse(note));
  }

  private static AddCheckpointRequest of(long oldSize, List<Hash> proof, SignedNote note)
      throws MalformedException {
    boolean otherEmptyTree = isOtherEmptyTree(note.text());
    if (!otherEmptyTree) {
      Checkpoint.parse(note.text());
    }
    return new AddCheckpointRequest(oldSize, proof, note, otherEmptyTree);
  }

  /** Whether a text is a checkpoint but for its root, which is not the one that size 0 has. */
  private static boolean isOtherEmptyTree(String text) throws MalformedException {
    String[] lines = text.split("\n", 4);
    if (lines.length < 4 || !lines[1].equals("0")) {
      return false;
    }
    Hash root = Hash.parseBase64(lines[2]);
    lines[2] = TreeHasher.EMPTY_ROOT.toBase64();
    Checkpoint.parse(String.join("\n", lines));
    return !root.equals(TreeHasher.EMPTY_ROOT);
  }

  /** What {@link #parse} says of a body that is too large to be looked at. */
  public static MalformedException tooLarge() {
    return new MalformedException("request is larger than " + MAX_BYTES + " bytes");
  }

  /** Size of the head that the client believes the witness knows, from 0. */
  public long oldSize() {
    return oldSize;
  }

  /** The claimed consistency proof from the old size to the checkpoint. */
  public List<Hash> proof() {
    return proof;
  }

  /** The signed note with the checkpoint. */
  public SignedNote note() {
    return note;
  }

  /** The checkpoint's first line: which log it claims to be of. */
  public String origin() {
    return note.text().substring(0, note.text().indexOf('\n'));
  }

  /**
   * Whether the checkpoint claims size 0 with another root than that of no leaves. No {@link
   * Checkpoint} says that, but the protocol answers it apart from what is malformed.
   */
  boolean claimsOtherEmptyTree() {
    return claimsOtherEmptyTree;
  }

  /** The request in the only form that {@link #parse} reads. */
  public byte[] toBytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AddCheckpointRequest that
        && oldSize == that.oldSize
        && proof.equals(that.proof)
        && note.equals(that.note);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(oldSize) + note.hashCode();
  }

  /** The request as text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(OLD).append(oldSize).append('\n');
    for (Hash hash : proof) {
      text.append(hash.toBase64()).append('\n');
    }
    return text.append('\n').append(note).toString();
  }
}
