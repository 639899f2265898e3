package dev.cairn.bench.reference;

import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.time.Duration;

/** One Ed25519 verification and one signature, again and again, on one thread. */
public final class Ed25519Pair {
  private static final int TEXT_BYTES = 100;

  private final SigningKey signer =
      SigningKey.ofSeed("bench/ed25519", KeyType.ED25519, new byte[SigningKey.SEED_BYTES]);
  private final VerifierKey verifier = signer.verifierKey();
  private final byte[] text = new byte[TEXT_BYTES];
  private byte[] signature = signer.sign(text);
  private long pairs;
  private long nanos;

  /**
   * Verifies the last signature and makes the next.
   *
   * @throws IllegalStateException if one does not verify
   */
  public void run(Duration time) {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    while (System.nanoTime() < end) {
      if (!verifier.verify(text, signature)) {
        throw new IllegalStateException("a signature does not verify");
      }
      text[(int) (pairs % TEXT_BYTES)]++;
      signature = signer.sign(text);
      pairs++;
    }
    nanos += System.nanoTime() - start;
  }

  /** Forgets what was measured so far. */
  public void forget() {
    pairs = 0;
    nanos = 0;
  }

  /** Pairs of the two in a second. */
  public double perSecond() {
    return nanos == 0 ? 0 : pairs * 1e9 / nanos;
  }
}
