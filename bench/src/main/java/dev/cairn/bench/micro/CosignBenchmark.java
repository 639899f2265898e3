package dev.cairn.bench.micro;

import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A witness's cosignature of a checkpoint, of either kind; the checks before it are not part. */
@State(Scope.Thread)
public class CosignBenchmark {
  private static final String ML_DSA_44 = "ML-DSA-44";

  /** Bytes of the log's origin. */
  @Param("32")
  public int size;

  private final byte[] seed = new byte[SigningKey.SEED_BYTES];
  private final SigningKey ed25519 =
      SigningKey.ofSeed("bench/witness", KeyType.ED25519_COSIGNATURE, seed);
  private final SigningKey mlDsa44 =
      SigningKey.ofSeed("bench/witness", KeyType.ML_DSA_44_COSIGNATURE, seed);
  private final byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
  private @Nullable SignedCheckpoint checkpoint;
  private @Nullable KeyPair bareMlDsa44;
  private byte[] text = {};
  private long time = 1_700_000_000;

  /** Makes the checkpoint. */
  @Setup
  public void prepare() throws GeneralSecurityException {
    String origin = "x".repeat(size);
    SigningKey log = SigningKey.ofSeed(origin, KeyType.ED25519, seed);
    Checkpoint unsigned =
        new Checkpoint(origin, new TreeHead(1_000_000, new TreeHasher().leaf(seed)), List.of());
    checkpoint = SignedCheckpoint.sign(unsigned, log);
    text = unsigned.text().getBytes(StandardCharsets.UTF_8);
    bareMlDsa44 = KeyPairGenerator.getInstance(ML_DSA_44).generateKeyPair();
  }

  private NoteSignature cosign(SigningKey witness) {
    if (checkpoint == null) {
      throw new IllegalStateException("the checkpoint was not made");
    }
    return Cosignature.sign(checkpoint, witness, time++);
  }

  /** By Ed25519. */
  @Benchmark
  public NoteSignature ed25519() {
    return cosign(ed25519);
  }

  /** By ML-DSA-44. */
  @Benchmark
  public NoteSignature mlDsa44() {
    return cosign(mlDsa44);
  }

  /** Signs the bare text. */
  @Benchmark
  public byte[] bareEd25519() {
    Ed25519.sign(seed, 0, text, 0, text.length, signature, 0);
    return signature;
  }

  /** Signs the bare text, by the platform. */
  @Benchmark
  public byte[] bareMlDsa44() throws GeneralSecurityException {
    if (bareMlDsa44 == null) {
      throw new IllegalStateException("the key was not made");
    }
    Signature signer = Signature.getInstance(ML_DSA_44);
    signer.initSign(bareMlDsa44.getPrivate());
    signer.update(text);
    return signer.sign();
  }
}
