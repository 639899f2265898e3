package dev.cairn.event;

import java.util.Objects;

/**
 * A rule that a field breaks.
 *
 * @param path the field, such as {@code attributes[3].name}; empty for the event as a whole
 * @param description the rule, as a person reads it
 */
public record FieldProblem(String path, String description) {
  /** Refuses null. */
  public FieldProblem {
    Objects.requireNonNull(path);
    Objects.requireNonNull(description);
  }

  /** The path, if there is one, a colon and the description. */
  @Override
  public String toString() {
    return path.isEmpty() ? description : path + ": " + description;
  }
}
