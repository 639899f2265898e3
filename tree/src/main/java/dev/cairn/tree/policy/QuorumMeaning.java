package dev.cairn.tree.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a quorum comes down to. No name is in two groups, so that the groups are a tree. */
final class QuorumMeaning {
  private final Quorum quorum;
  private final Map<String, Group> groups = new HashMap<>();

  QuorumMeaning(Quorum quorum) {
    this.quorum = quorum;
    quorum.groups().forEach(group -> groups.put(group.name(), group));
  }

  /** The fewest witnesses without which the quorum cannot be met. */
  int blockers() {
    Map<String, Integer> blockers = new HashMap<>();
    for (Group group : quorum.groups()) { // members come before the groups that they are in
      int blocking =
          group.members().stream()
              .map(member -> blockers.getOrDefault(member, 1))
              .sorted()
              .limit(group.members().size() - group.threshold() + 1L)
              .mapToInt(Integer::intValue)
              .sum();
      blockers.put(group.name(), blocking);
    }
    return blockers.getOrDefault(quorum.name(), 1);
  }

  /** Such as {@code 2 of (w1, w2, 1 of (w3, w4))}. */
  String words() {
    return words(quorum.name());
  }

  private String words(String name) {
    Group group = groups.get(name);
    return group == null
        ? name
        : group.threshold()
            + " of "
            + group.members().stream().map(this::words).collect(Collectors.joining(", ", "(", ")"));
  }
}
