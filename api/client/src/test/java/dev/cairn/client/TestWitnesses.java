package dev.cairn.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.PolicyException;
import dev.cairn.tree.policy.WitnessPolicy;
import java.util.ArrayList;
import java.util.List;

/** Three witnesses of one log, w0 to w2, that cosign whatever they are told to. */
public final class TestWitnesses {
  /** The time that the witnesses state and the clients of tests go by, unless told otherwise. */
  public static final long NOW = 1_800_000_000;

  private final VerifierKey log;
  private final List<SigningKey> keys = new ArrayList<>();

  /** Three witnesses of the log with that key. */
  public TestWitnesses(VerifierKey log) {
    this.log = log;
    for (int i = 0; i < 3; i++) {
      keys.add(SigningKey.generate("example.com/w" + i, KeyType.ED25519_COSIGNATURE));
    }
  }

  /** The key of one of them. */
  public SigningKey key(int witness) {
    return keys.get(witness);
  }

  /** A policy of the log with all three, without URLs, and a quorum of any {@code k}. */
  public WitnessPolicy policy(int k) {
    return policy(k, "", "", "");
  }

  /** The same with what follows on each witness's line: a space and its URL. */
  public WitnessPolicy policy(int k, String... urls) {
    StringBuilder text = new StringBuilder("log " + log + "\n");
    for (int i = 0; i < keys.size(); i++) {
      text.append("witness w" + i + " " + keys.get(i).verifierKey() + urls[i] + "\n");
    }
    text.append("group all-of-them " + k + " w0 w1 w2\nquorum all-of-them\n");
    try {
      return WitnessPolicy.parse(text.toString().getBytes(UTF_8));
    } catch (PolicyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The note with lines by these witnesses, made {@link #NOW}. */
  public ByteString cosign(ByteString note, int... witnesses) {
    return cosignAt(NOW, note, witnesses);
  }

  /** The note with lines by these witnesses, which state that time. */
  public ByteString cosignAt(long seconds, ByteString note, int... witnesses) {
    SigningKey[] signers = new SigningKey[witnesses.length];
    for (int i = 0; i < witnesses.length; i++) {
      signers[i] = keys.get(witnesses[i]);
    }
    return cosignAt(seconds, note, signers);
  }

  /** The note with lines by these keys, which state that time. */
  public ByteString cosignAt(long seconds, ByteString note, SigningKey... signers) {
    SignedCheckpoint checkpoint = open(note);
    List<NoteSignature> lines = new ArrayList<>();
    for (SigningKey signer : signers) {
      lines.add(Cosignature.sign(checkpoint, signer, seconds));
    }
    return ByteString.copyFrom(checkpoint.with(lines).toBytes());
  }

  /** A note as the log's checkpoint. */
  SignedCheckpoint open(ByteString note) {
    try {
      return SignedCheckpoint.open(note.toByteArray(), log);
    } catch (MalformedException | VerificationException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
