package dev.cairn.tree.policy;

import java.util.List;
import java.util.Set;

/**
 * So many of these.
 *
 * @param name how other groups and the quorum refer to it
 * @param threshold how many members must be met, from 1 to all of them
 * @param members names of witnesses and of groups, each once
 */
record Group(String name, int threshold, List<String> members) {
  Group {
    members = List.copyOf(members);
  }

  int countOf(Set<String> met) {
    return (int) members.stream().filter(met::contains).count();
  }

  /** The line that defines the group in a policy file, without its newline. */
  @Override
  public String toString() {
    String needed =
        threshold == members.size() ? "all" : threshold == 1 ? "any" : Integer.toString(threshold);
    return "group " + name + " " + needed + " " + String.join(" ", members);
  }
}
