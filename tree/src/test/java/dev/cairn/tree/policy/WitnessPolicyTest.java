package dev.cairn.tree.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.Keys;
import dev.cairn.tree.note.SigningKey;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WitnessPolicyTest {
  private static final String ORIGIN = "example.com/log";
  private static final SigningKey LOG = Keys.log(ORIGIN);
  private static final SigningKey A = witness("a.example", 11);
  private static final SigningKey B = witness("b.example", 12);
  private static final SigningKey C = witness("c.example", 13);
  private static final SignedCheckpoint HEAD =
      SignedCheckpoint.sign(new Checkpoint(ORIGIN, TreeHead.EMPTY), LOG);
  private static final CosignatureTimes TIMES =
      new CosignatureTimes(1_000, 10, OptionalLong.of(100));

  private static SigningKey witness(String name, int seed) {
    return Keys.key(name, KeyType.ED25519_COSIGNATURE, seed);
  }

  private static final String TWO_OF_THREE =
      """
      # who must have seen it
      log %s https://log.example/
      witness a %s https://a.example/prefix
      witness b %s
      witness c %s
      group two 2 a b c
      quorum two
      """
          .formatted(LOG.verifierKey(), A.verifierKey(), B.verifierKey(), C.verifierKey());

  private static WitnessPolicy parse(String text) throws PolicyException {
    WitnessPolicy policy = WitnessPolicy.parse(text.getBytes(UTF_8));
    assertEquals(policy, WitnessPolicy.parse(policy.toBytes()));
    return policy;
  }

  @Test
  void twoOfThreeAreEnough() throws Exception {
    WitnessPolicy policy = parse(TWO_OF_THREE);
    assertTrue(policy.needsWitnesses());
    assertEquals(List.of(LOG.verifierKey()), policy.logKeys(ORIGIN));
    assertEquals(List.of(), policy.logKeys("example.com/other"));
    PolicyWitness a = policy.witnesses().get(0);
    PolicyWitness c = policy.witnesses().get(2);
    assertTrue(policy.isQuorum(Set.of(a, c)));
    assertFalse(policy.isQuorum(Set.of(c)));
    SignedCheckpoint one = HEAD.with(List.of(Cosignature.sign(HEAD, A, 950)));
    SignedCheckpoint two = one.with(List.of(Cosignature.sign(HEAD, C, 1_010)));
    assertEquals(Map.of(a, 950L, c, 1_010L), policy.check(two, TIMES).cosigned());
    VerificationException e =
        assertThrows(VerificationException.class, () -> policy.check(one, TIMES));
    assertEquals("quorum two has 1 of the 2 it needs: missing b, c", e.getMessage());
  }
}
