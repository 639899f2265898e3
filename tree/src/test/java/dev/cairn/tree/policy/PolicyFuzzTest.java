package dev.cairn.tree.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashSet;
import java.util.Set;

class PolicyFuzzTest {
  /** Whatever is accepted has one C2SP form, and its quorum is met by all or was needless. */
  @FuzzTest
  void policy(byte[] input) {
    WitnessPolicy policy;
    try {
      policy = WitnessPolicy.parse(input);
    } catch (PolicyException refused) {
      assertTrue(refused.line() >= 0 && String.valueOf(refused.getMessage()).indexOf('\n') < 0);
      return;
    }
    WitnessPolicy again;
    try {
      again = WitnessPolicy.parse(policy.toBytes());
    } catch (PolicyException e) {
      throw new AssertionError("its own form is refused", e);
    }
    assertEquals(policy, again);
    assertArrayEquals(policy.toBytes(), again.toBytes());
    assertTrue(policy.isQuorum(new HashSet<>(policy.witnesses())));
    assertEquals(!policy.needsWitnesses(), policy.isQuorum(Set.of()));
  }
}
