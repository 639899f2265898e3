package dev.cairn.server.fsck;

import java.util.ArrayList;
import java.util.List;

/** Gathers the first findings, and counts the others. */
final class Findings {
  private final List<Finding> first = new ArrayList<>();
  private long more;

  void add(Finding finding) {
    if (first.size() < FsckReport.MAX_FINDINGS) {
      first.add(finding);
    } else {
      more++;
    }
  }

  List<Finding> first() {
    return List.copyOf(first);
  }

  long more() {
    return more;
  }
}
