package dev.cairn.backup.check;

import java.util.ArrayList;
import java.util.List;

/** Gathers the first findings, and counts the others. */
final class Findings {
  private final List<String> first = new ArrayList<>();
  private long more;

  void add(String finding) {
    if (first.size() < BackupReport.MAX_FINDINGS) {
      first.add(finding);
    } else {
      more++;
    }
  }

  List<String> first() {
    return List.copyOf(first);
  }

  long more() {
    return more;
  }
}
