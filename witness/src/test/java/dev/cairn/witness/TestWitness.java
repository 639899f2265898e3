package dev.cairn.witness;

import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.store.WitnessStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** A witness in a folder, with a key that is the same in every run. */
public final class TestWitness {
  /** The time that its clock shows. */
  public static final long SECONDS = 1_800_000_000;

  private TestWitness() {}

  /** The key. */
  public static SigningKey key() {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) 7);
    return SigningKey.ofSeed("witness.example/w1", KeyType.ED25519_COSIGNATURE, seed);
  }

  /** The key of type 0x06 beside it. */
  public static SigningKey mlDsaKey() {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) 8);
    return SigningKey.ofSeed("witness.example/w1", KeyType.ML_DSA_44_COSIGNATURE, seed);
  }

  /** A new one, in a folder that is empty or does not exist. */
  public static Witness create(Path folder, VerifierKey... logs) {
    WitnessStore.create(folder);
    Witness witness = open(folder);
    witness.addLogs(List.of(logs));
    return witness;
  }

  /** One that has been there before. */
  public static Witness open(Path folder) {
    return open(folder, InstantSource.fixed(Instant.ofEpochSecond(SECONDS)));
  }

  /** One with a clock of its own. */
  public static Witness open(Path folder, InstantSource clock) {
    return new Witness(WitnessStore.open(folder), List.of(key()), clock);
  }

  /** When a note was cosigned; fails if it was not. */
  public static long cosignedAt(SignedNote note, VerifierKey log) throws Exception {
    return SignedCheckpoint.open(note.toBytes(), log).cosignedAt(key().verifierKey()).orElseThrow();
  }

  /** Fails unless these are the witness's good lines over a note. */
  public static void verify(SignedNote note) throws Exception {
    note.verify(Cosignature.verifier(key().verifierKey()));
  }
}
