package dev.cairn.tree.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which sets of witnesses are enough.
 *
 * @param name a witness, one of the groups, or {@value #NONE}
 * @param groups in an order in which each follows the groups it has as members
 */
record Quorum(String name, List<Group> groups) {
  /** The quorum that is met without any witness. */
  static final String NONE = "none";

  Quorum {
    groups = List.copyOf(groups);
  }

  /** Whether these witnesses meet the quorum. */
  boolean isMet(Set<String> witnesses) {
    return name.equals(NONE) || met(witnesses).contains(name);
  }

  /** The witnesses themselves and all groups that they meet. */
  private Set<String> met(Set<String> witnesses) {
    Set<String> met = new HashSet<>(witnesses);
    for (Group group : groups) {
      if (group.countOf(met) >= group.threshold()) {
        met.add(group.name());
      }
    }
    return met;
  }

  /** How many direct members of the quorum are met, of how many that are needed. */
  String progress(Set<String> witnesses) {
    Set<String> met = met(witnesses);
    for (Group group : groups) {
      if (group.name().equals(name)) {
        return group.countOf(met) + " of the " + group.threshold() + " it needs";
      }
    }
    return (met.contains(name) ? 1 : 0) + " of the 1 it needs";
  }

  /** Every witness that has a part in the quorum, directly or through groups. */
  Set<String> witnesses() {
    Set<String> parts = new HashSet<>(Set.of(name));
    Set<String> groupNames = new HashSet<>();
    for (Group group : groups.reversed()) {
      groupNames.add(group.name());
      if (parts.contains(group.name())) {
        parts.addAll(group.members());
      }
    }
    parts.removeAll(groupNames);
    parts.remove(NONE);
    return parts;
  }
}
