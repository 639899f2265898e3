package dev.cairn.bench.witness;

import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.AddCheckpointRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Logs that ask to be witnessed: the same entries, each with its own key. */
final class GrowingLogs {
  private final List<SigningKey> keys;
  private final SharedTree tree = new SharedTree();

  /** Makes logs; their keys are the same in every run. */
  GrowingLogs(int count) {
    keys = IntStream.range(0, count).mapToObj(GrowingLogs::signingKey).toList();
  }

  /** The key of one of many logs, without the log. */
  private static SigningKey signingKey(int log) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    ByteBuffer.wrap(seed).putInt(log);
    return SigningKey.ofSeed("bench.example/log/" + log, KeyType.ED25519, seed);
  }

  /** A list of the keys of {@code count} logs, in the format of the witness network. */
  static String list(int count) {
    StringBuilder list = new StringBuilder("logs/v0\n");
    for (int log = 0; log < count; log++) {
      list.append("vkey %s\nqpd 86400\ncontact bench\n".formatted(signingKey(log).verifierKey()));
    }
    return list.toString();
  }

  int count() {
    return keys.size();
  }

  VerifierKey key(int log) {
    return keys.get(log).verifierKey();
  }

  /** The request that takes a log from one step to the next, signed. */
  byte[] request(int log, int step) {
    SharedTree.Step next = tree.step(step);
    return new AddCheckpointRequest(next.oldSize(), next.proof(), checkpoint(log, step)).toBytes();
  }

  /** The checkpoint of a log at a step. */
  SignedCheckpoint checkpoint(int log, int step) {
    SigningKey key = keys.get(log);
    return SignedCheckpoint.sign(
        new Checkpoint(key.verifierKey().name(), tree.step(step).head()), key);
  }
}
