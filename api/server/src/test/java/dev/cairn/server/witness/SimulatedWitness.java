package dev.cairn.server.witness;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A witness in memory, by the rules of C2SP tlog-witness, whose state can be put back. */
public final class SimulatedWitness {
  private final SigningKey key;
  private final VerifierKey log;
  private State state = new State(TreeHead.EMPTY, Optional.empty());

  /**
   * A witness that knows nothing yet.
   *
   * @param number makes its name and its key
   */
  public SimulatedWitness(int number, VerifierKey log) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) (number + 1));
    this.key = SigningKey.ofSeed("witness-" + number, KeyType.ED25519_COSIGNATURE, seed);
    this.log = log;
  }

  /** What it remembers. */
  public record State(TreeHead known, Optional<SignedCheckpoint> shown) {}

  /** What it remembers. */
  public State state() {
    return state;
  }

  /** Has it remember something else. */
  public void restore(State other) {
    state = other;
  }

  /** Its line in a policy. */
  public String policyLine() {
    String name = key.verifierKey().name();
    return "witness %s %s http://%s.example\n".formatted(name, key.verifierKey(), name);
  }

  /** Its name in a policy. */
  public String name() {
    return key.verifierKey().name();
  }

  WitnessReply add(String request, long time) {
    String[] parts = request.split("\n\n", 2);
    List<String> lines = List.of(parts[0].split("\n", 65));
    long old = Long.parseLong(lines.getFirst().substring("old ".length()));
    try {
      SignedCheckpoint next = SignedCheckpoint.open(parts[1].getBytes(StandardCharsets.UTF_8), log);
      if (old != state.known.size()) {
        return new WitnessReply.KnownSize(state.known.size());
      }
      ProofVerifier.consistency(state.known, next.head(), proof(lines));
      NoteSignature line = Cosignature.sign(next, key, time);
      state = new State(next.head(), Optional.of(next.with(List.of(line))));
      return new WitnessReply.Cosigned(List.of(line));
    } catch (MalformedException e) {
      return new WitnessReply.Refused(400, String.valueOf(e.getMessage()));
    } catch (VerificationException e) {
      return new WitnessReply.Refused(422, String.valueOf(e.getMessage()));
    }
  }

  private static List<Hash> proof(List<String> lines) throws MalformedException {
    List<Hash> proof = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      proof.add(Hash.parseBase64(line));
    }
    return proof;
  }
}
