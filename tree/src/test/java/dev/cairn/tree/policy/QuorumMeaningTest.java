package dev.cairn.tree.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuorumMeaningTest {

  @Test
  void groupsAreWrittenOut() {
    Quorum nested =
        new Quorum(
            "top",
            List.of(
                new Group("inner", 1, List.of("w3", "w4")),
                new Group("top", 2, List.of("w1", "w2", "inner"))));
    assertEquals("2 of (w1, w2, 1 of (w3, w4))", new QuorumMeaning(nested).words());
    assertEquals(2, new QuorumMeaning(nested).blockers());
    assertEquals("w1", new QuorumMeaning(new Quorum("w1", List.of())).words());
    assertEquals(1, new QuorumMeaning(new Quorum("w1", List.of())).blockers());
    assertEquals("none", new QuorumMeaning(new Quorum("none", List.of())).words());
  }

  /** Against every set of failures there is. */
  @Test
  void theFewestWitnessesThatBlock() {
    Random random = new Random(20261121);
    for (int round = 0; round < 200; round++) {
      List<String> witnesses = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(8); i++) {
        witnesses.add("w" + i);
      }
      Quorum quorum = quorum(witnesses, random);
      int fewest = Integer.MAX_VALUE;
      for (int failed = 0; failed < 1 << witnesses.size(); failed++) {
        Set<String> rest = new HashSet<>();
        for (int i = 0; i < witnesses.size(); i++) {
          if ((failed & 1 << i) == 0) {
            rest.add(witnesses.get(i));
          }
        }
        if (!quorum.isMet(rest)) {
          fewest = Math.min(fewest, Integer.bitCount(failed));
        }
      }
      assertEquals(fewest, new QuorumMeaning(quorum).blockers(), quorum::toString);
    }
  }

  /** Puts what is there in groups until one is left. */
  private static Quorum quorum(List<String> witnesses, Random random) {
    List<String> free = new ArrayList<>(witnesses);
    List<Group> groups = new ArrayList<>();
    while (free.size() > 1) {
      List<String> members = new ArrayList<>();
      int count = 1 + random.nextInt(free.size());
      for (int i = 0; i < count; i++) {
        members.add(free.remove(random.nextInt(free.size())));
      }
      groups.add(new Group("g" + groups.size(), 1 + random.nextInt(count), members));
      if (random.nextInt(4) > 0) {
        free.add("g" + (groups.size() - 1));
      } else if (free.isEmpty()) {
        return new Quorum("g" + (groups.size() - 1), groups);
      }
    }
    return new Quorum(free.getFirst(), groups);
  }
}
