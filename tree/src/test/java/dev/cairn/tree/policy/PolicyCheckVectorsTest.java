package dev.cairn.tree.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.TestVector;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checkpoints held against policies at the time 1700000000 with a skew of 60 seconds. {@code
 * cosigned} is the names of the witnesses that count, with their times.
 */
class PolicyCheckVectorsTest {
  private static final long NOW = 1_700_000_000;

  static List<TestVector> vectors() throws IOException, URISyntaxException {
    return TestVector.load("policy-check", 54);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(TestVector vector) throws Throwable {
    WitnessPolicy policy = WitnessPolicy.parse(vector.bytes("file"));
    VerifierKey log = VerifierKey.parse(vector.text("log"));
    SignedCheckpoint signed = SignedCheckpoint.open(vector.bytes("note"), log);
    OptionalLong maxAge =
        vector.has("maxAge")
            ? OptionalLong.of(Long.parseLong(vector.text("maxAge")))
            : OptionalLong.empty();
    vector.run(
        () -> {
          Witnessed witnessed = policy.check(signed, new CosignatureTimes(NOW, 60, maxAge));
          assertEquals(signed, witnessed.checkpoint());
          String shown =
              witnessed.cosigned().entrySet().stream()
                  .map(each -> each.getKey().name() + " " + each.getValue())
                  .collect(Collectors.joining(", "));
          assertEquals(vector.text("cosigned"), shown);
        });
  }
}
