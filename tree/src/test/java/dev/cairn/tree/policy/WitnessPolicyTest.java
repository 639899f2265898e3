package dev.cairn.tree.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.Keys;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void witnessesOfAnotherPolicyDoNotCount() throws Exception {
    WitnessPolicy policy = parse(TWO_OF_THREE);
    WitnessPolicy other = parse(TWO_OF_THREE.replace(" https://a.example/prefix", ""));
    assertNotEquals(policy, other);
    assertFalse(policy.isQuorum(Set.copyOf(other.witnesses().subList(0, 2))));
    assertTrue(other.isQuorum(Set.copyOf(other.witnesses().subList(0, 2))));
  }

  @Test
  void aWitnessKnowsItsLines() throws Exception {
    PolicyWitness named = parse(TWO_OF_THREE).witnesses().getFirst();
    String hex = HexFormat.of().formatHex(A.verifierKey().publicKey());
    PolicyWitness bare = parse("witness a " + hex + "\nquorum a\n").witnesses().getFirst();
    SigningKey alias = witness("alias.example", 11);
    NoteSignature line = Cosignature.sign(HEAD, A, 1);
    NoteSignature aliasLine = Cosignature.sign(HEAD, alias, 2);
    NoteSignature otherLine = Cosignature.sign(HEAD, B, 3);
    assertEquals(Optional.of(A.verifierKey()), named.key());
    assertEquals(Optional.of("https://a.example/prefix"), named.url());
    assertTrue(named.claims(line));
    assertFalse(named.claims(aliasLine));
    assertEquals(Optional.empty(), bare.key());
    assertEquals(Optional.empty(), bare.url());
    assertTrue(bare.claims(line));
    assertTrue(bare.claims(aliasLine));
    assertFalse(bare.claims(otherLine));
    SignedCheckpoint all = HEAD.with(List.of(line, aliasLine, otherLine));
    assertEquals(OptionalLong.of(1), named.cosignedAt(all));
    assertEquals(OptionalLong.of(2), bare.cosignedAt(all));
    assertEquals(OptionalLong.empty(), bare.cosignedAt(HEAD));
    assertNotEquals(named, bare);
  }

  @Test
  void anErrorNamesItsLine() {
    PolicyException inLine = assertThrows(PolicyException.class, () -> parse("# a\n\nquorum w\n"));
    assertEquals(3, inLine.line());
    assertTrue(String.valueOf(inLine.getMessage()).startsWith("line 3: "), inLine.toString());
    PolicyException whole = assertThrows(PolicyException.class, () -> parse(""));
    assertEquals(0, whole.line());
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", "witness", "group"})
  void aThousandOfAKindAndNoMore(String kind) throws Exception {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < WitnessPolicy.MAX_LINES_OF_A_KIND; i++) {
      file.append(line(kind, i));
    }
    String quorum = "quorum none\n";
    int last = WitnessPolicy.MAX_LINES_OF_A_KIND;
    WitnessPolicy policy =
        parse(FIRST_WITNESS.repeat(kind.equals("group") ? 1 : 0) + file + quorum);
    assertFalse(policy.needsWitnesses());
    PolicyException e =
        assertThrows(
            PolicyException.class,
            () ->
                parse(
                    FIRST_WITNESS.repeat(kind.equals("group") ? 1 : 0)
                        + file
                        + line(kind, last)
                        + quorum));
    String said = String.valueOf(e.getMessage());
    assertTrue(said.contains("is one " + kind + " too many: at most 1000"), said);
  }

  private static final String FIRST_WITNESS = "witness g-1 " + A.verifierKey() + "\n";

  /** Groups are nested as deep as there are groups. */
  private static String line(String kind, int i) {
    byte[] seed = ByteBuffer.allocate(SigningKey.SEED_BYTES).putInt(i).array();
    KeyType type = KeyType.ML_DSA_44_COSIGNATURE;
    return switch (kind) {
      case "log" -> "log " + SigningKey.ofSeed("l" + i, type, seed).verifierKey() + "\n";
      case "witness" ->
          "witness w" + i + " " + SigningKey.ofSeed("w", type, seed).verifierKey() + "\n";
      default -> "group g" + i + " all g" + (i - 1) + "\n";
    };
  }

  @Test
  void theDeepestNestingIsEvaluated() throws Exception {
    StringBuilder file = new StringBuilder(FIRST_WITNESS);
    for (int i = 0; i < WitnessPolicy.MAX_LINES_OF_A_KIND; i++) {
      file.append(line("group", i));
    }
    WitnessPolicy policy = parse(file + "quorum g999\n");
    assertTrue(policy.isQuorum(Set.copyOf(policy.witnesses())));
    assertFalse(policy.isQuorum(Set.of()));
    SignedCheckpoint signed = SignedCheckpoint.sign(HEAD.checkpoint(), LOG);
    WitnessPolicy trusting = parse("log " + LOG.verifierKey() + "\n" + file + "quorum g999\n");
    VerificationException e =
        assertThrows(VerificationException.class, () -> trusting.check(signed, TIMES));
    assertEquals("quorum g999 has 0 of the 1 it needs: missing g-1", e.getMessage());
  }

  @Test
  void timesAreNotNegative() {
    OptionalLong any = OptionalLong.empty();
    OptionalLong negative = OptionalLong.of(-1);
    assertThrows(IllegalArgumentException.class, () -> new CosignatureTimes(-1, 0, any));
    assertThrows(IllegalArgumentException.class, () -> new CosignatureTimes(0, -1, any));
    assertThrows(IllegalArgumentException.class, () -> new CosignatureTimes(0, 0, negative));
  }

  @Test
  void theLargestTimesDoNotOverflow() throws Exception {
    WitnessPolicy policy = parse(TWO_OF_THREE);
    long last = Long.MAX_VALUE;
    SignedCheckpoint signed =
        HEAD.with(List.of(Cosignature.sign(HEAD, A, last), Cosignature.sign(HEAD, B, 1)));
    CosignatureTimes lax = new CosignatureTimes(0, last, OptionalLong.of(last));
    assertEquals(2, policy.check(signed, lax).cosigned().size());
    CosignatureTimes late = new CosignatureTimes(last, 0, OptionalLong.of(last - 1));
    assertEquals(2, policy.check(signed, late).cosigned().size());
    CosignatureTimes strict = new CosignatureTimes(last, 0, OptionalLong.of(last - 2));
    assertThrows(VerificationException.class, () -> policy.check(signed, strict));
    CosignatureTimes early = new CosignatureTimes(0, last - 1, OptionalLong.empty());
    assertThrows(VerificationException.class, () -> policy.check(signed, early));
  }
}
