package dev.cairn.tree.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.TestVector;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CosignatureVectorsTest {
  static List<TestVector> vectors() throws IOException, URISyntaxException {
    return TestVector.load("cosignature", 53);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(TestVector vector) throws Throwable {
    VerifierKey log = VerifierKey.parse(vector.text("log"));
    SignedCheckpoint signed = SignedCheckpoint.open(vector.bytes("note"), log);
    OptionalLong time =
        vector.has("time")
            ? OptionalLong.of(Long.parseLong(vector.text("time")))
            : OptionalLong.empty();
    vector.run(
        () -> assertEquals(time, signed.cosignedAt(VerifierKey.parse(vector.text("witness")))));
  }
}
