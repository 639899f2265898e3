package dev.cairn.tree.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.TestVector;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointVectorsTest {
  static List<TestVector> vectors() throws IOException, URISyntaxException {
    return TestVector.load("checkpoint", 43);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(TestVector vector) throws Throwable {
    vector.run(
        () -> {
          byte[] note = vector.bytes("note");
          VerifierKey log = VerifierKey.parse(vector.text("vkey"));
          SignedCheckpoint signed = SignedCheckpoint.open(note, log);
          assertArrayEquals(note, signed.toBytes());
          Checkpoint checkpoint = signed.checkpoint();
          assertEquals(log.name(), checkpoint.origin());
          assertEquals(Long.parseLong(vector.text("size")), checkpoint.head().size());
          List<String> extensions =
              vector.has("extensions") ? vector.texts("extensions") : List.of();
          assertEquals(extensions, checkpoint.extensions());
        });
  }
}
