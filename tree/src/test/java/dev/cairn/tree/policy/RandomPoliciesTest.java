package dev.cairn.tree.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.Keys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quorum of random policies, compared with the specification's recursive definition. */
class RandomPoliciesTest {
  private static final List<String> KEYS =
      IntStream.range(0, 12)
          .mapToObj(i -> Keys.key("w" + i, KeyType.ED25519_COSIGNATURE, 20 + i).verifierKey())
          .map(Object::toString)
          .toList();

  /** A group of the reference: a witness has none. */
  private record Part(int threshold, List<String> members) {}

  private final Map<String, Part> groups = new HashMap<>();

  /** C2SP tlog-policy, "Defining a witness group". */
  private boolean witnesses(String name, Set<String> cosigners) {
    Part group = groups.get(name);
    if (group == null) {
      return cosigners.contains(name);
    }
    int witnessing = 0;
    for (String member : group.members()) {
      if (witnesses(member, cosigners)) {
        witnessing++;
      }
    }
    return witnessing >= group.threshold();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void meansWhatTheSpecificationSays(long seed) throws Exception {
    Random random = new Random(seed);
    int met = 0;
    int asked = 0;
    for (int i = 0; i < 100; i++) {
      groups.clear();
      String quorum = "";
      StringBuilder file = new StringBuilder();
      List<String> free = new ArrayList<>();
      int witnesses = 1 + random.nextInt(KEYS.size());
      for (int w = 0; w < witnesses; w++) {
        String name = "w" + w;
        file.append("witness ").append(name).append(' ').append(KEYS.get(w)).append('\n');
        free.add(name);
      }
      for (int g = 0; g < random.nextInt(8) && !free.isEmpty(); g++) {
        Collections.shuffle(free, random);
        List<String> taken = free.subList(0, 1 + random.nextInt(free.size()));
        Part group = new Part(1 + random.nextInt(taken.size()), List.copyOf(taken));
        taken.clear();
        groups.put("g" + g, group);
        free.add("g" + g);
        file.append(line("g" + g, group));
      }
      quorum = free.get(random.nextInt(free.size()));
      WitnessPolicy policy =
          WitnessPolicy.parse(file.append("quorum " + quorum + "\n").toString().getBytes(UTF_8));
      assertEquals(policy, WitnessPolicy.parse(policy.toBytes()));
      for (int set = 0; set < 40; set++) {
        Set<PolicyWitness> cosigners = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (PolicyWitness witness : policy.witnesses()) {
          if (random.nextInt(4) != 0) {
            cosigners.add(witness);
            names.add(witness.name());
          }
        }
        boolean wanted = witnesses(quorum, names);
        assertEquals(wanted, policy.isQuorum(cosigners), () -> policy + " by " + names);
        met += wanted ? 1 : 0;
        asked++;
      }
    }
    assertTrue(met > asked / 5 && met < asked * 4 / 5, met + " of " + asked);
  }

  private static String line(String name, Part group) {
    return "group "
        + name
        + " "
        + group.threshold()
        + " "
        + String.join(" ", group.members())
        + "\n";
  }
}
