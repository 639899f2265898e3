package dev.cairn.tree.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.TestVector;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Policy files: {@code c2sp} is the C2SP form of a good one, where it is not the file itself. */
class PolicyVectorsTest {
  static List<TestVector> vectors() throws IOException, URISyntaxException {
    return TestVector.load("policy", 136);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(TestVector vector) throws Throwable {
    vector.run(
        () -> {
          WitnessPolicy policy = WitnessPolicy.parse(vector.bytes("file"));
          byte[] c2sp = vector.bytes(vector.has("c2sp") ? "c2sp" : "file");
          assertEquals(hex(c2sp), hex(policy.toBytes()));
          assertEquals(policy, WitnessPolicy.parse(policy.toBytes()));
        });
  }

  /** A text in which every octet shows. */
  private static String hex(byte[] bytes) {
    StringBuilder shown = new StringBuilder();
    for (byte octet : bytes) {
      shown.append(
          octet == '\n' || (octet >= ' ' && octet < 0x7f) ? "" + (char) octet : "<" + octet + ">");
    }
    return shown.toString();
  }
}
