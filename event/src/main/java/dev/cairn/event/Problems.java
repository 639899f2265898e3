package dev.cairn.event;

import java.util.ArrayList;
import java.util.List;

/** Collects the first problems of an event. */
final class Problems {
  private final List<FieldProblem> found = new ArrayList<>();

  void add(String path, String description) {
    if (found.size() < EventRules.MAX_PROBLEMS) {
      found.add(new FieldProblem(path, description));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<FieldProblem> toList() {
    return List.copyOf(found);
  }
}
