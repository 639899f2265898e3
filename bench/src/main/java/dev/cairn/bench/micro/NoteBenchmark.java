package dev.cairn.bench.micro;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Opening a signed checkpoint, which is mostly the verification of one Ed25519 signature. */
@State(Scope.Thread)
public class NoteBenchmark {
  private static final long TIME = 1_700_000_000;

  /** Cosignatures that it carries besides. */
  @Param("0")
  public int size;

  private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
  private final SigningKey key = SigningKey.ofSeed("bench.example/log", KeyType.ED25519, seed);
  private final Checkpoint checkpoint =
      new Checkpoint(
          "bench.example/log", new TreeHead(1_000_000, new TreeHasher().leaf(seed)), List.of());
  private final byte[] text = checkpoint.text().getBytes(StandardCharsets.UTF_8);
  private final byte[] signature = key.sign(text);
  private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
  private byte[] note = {};

  /** Makes the inputs. */
  @Setup
  public void prepare() {
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, key);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(signed.toBytes());
    for (int i = 0; i < size; i++) {
      SigningKey witness = SigningKey.generate("bench/" + i, KeyType.ED25519_COSIGNATURE);
      String line = Cosignature.sign(signed, witness, TIME) + "\n";
      out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    }
    note = out.toByteArray();
  }

  /** Parses and verifies. */
  @Benchmark
  public SignedCheckpoint open() throws MalformedException, VerificationException {
    return SignedCheckpoint.open(note, key.verifierKey());
  }

  /** Verifies the bare signature. */
  @Benchmark
  public boolean ed25519Verify() {
    return Ed25519.verify(signature, 0, publicKey, 0, text, 0, text.length);
  }
}
